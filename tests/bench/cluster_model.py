"""How far a sweep scales over processes: the division of core/analysis/shared_images.h and the rounds of
core/analysis/adaptive_sweep.h, simulated with measured costs.

usage: /usr/bin/python3 tests/bench/cluster_model.py [--images N] [--image SECONDS] [--draw SECONDS] [--send SECONDS]

--image: what one image costs one core at all points (the prefix once, every suffix); --draw: a question to the store and its
answer, which rank 0 gives one after the other (measured here on loopback where it is not given; needs python3-torch); --send:
a network of 14 MB to one process. Pieces differ by 10 % (a normal draw), as images do. An adaptive sweep's rounds are shared
one after the other: each waits for its last piece. Prints a Markdown table: hours of an exact and of an adaptive sweep, and
how many times as fast as one process.
"""
import argparse
import heapq
import random
import time

BATCH, PIECES_EACH, FIRST_ROUND = 16, 16, 64
# Of 290 points of the shipped network on 10,000 images (docs/MEASUREMENTS.md): which share is still looked at when so many
# images were seen.
STILL_OPEN = ((64, 1.0), (448, 0.99), (512, 0.69), (640, 0.50), (768, 0.40), (896, 0.27), (1024, 0.17), (1280, 0.12),
              (1600, 0.08), (3200, 0.03), (6400, 0.02))


def measured_draw():
    """Seconds of one question to a store on this machine."""
    import torch.distributed as distributed  # pylint: disable=import-outside-toplevel  (only here)
    store = distributed.TCPStore("127.0.0.1", 0, 1, True)
    store.add("piece", 1)
    start = time.perf_counter()
    for _ in range(5000):
        store.add("piece", 1)
    return (time.perf_counter() - start) / 5000


def seconds_of_pass(images, processes, cost, draw, chance):
    """One shared work on so many images: whoever is free draws the next piece from a store that answers one at a time."""
    each = BATCH * max(1, images // (PIECES_EACH * processes * BATCH)) if processes > 1 else BATCH
    free = [(0.0, rank) for rank in range(processes)]
    store_free = end = 0.0
    for first in range(0, images, each):
        now, rank = heapq.heappop(free)
        store_free = max(store_free, now) + draw
        work = min(each, images - first) * cost * max(0.1, chance.gauss(1, 0.1))
        # The result is another question; rank 0 takes it while others compute.
        done = store_free + work + draw
        end = max(end, done)
        heapq.heappush(free, (done, rank))
    return end


def rounds(images):
    step, end = FIRST_ROUND // 2, FIRST_ROUND
    while end < images:
        yield end
        end += step * max(1, end // (12 * step))
    yield images


def adaptive(images, processes, options, chance):
    seconds = begin = 0
    for end in rounds(images):
        still = [share for seen, share in STILL_OPEN if seen <= max(begin, FIRST_ROUND)][-1] if begin else 1.0
        seconds += seconds_of_pass(end - begin, processes, still * options.image, options.draw, chance)
        begin = end
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=50000)
    parser.add_argument("--image", type=float, default=1.0)
    parser.add_argument("--draw", type=float, default=0.0)
    parser.add_argument("--send", type=float, default=0.15)
    options = parser.parse_args()
    options.draw = options.draw or measured_draw()
    print(f"an image at all points: {options.image:g} s; a question to the store: {1e6 * options.draw:.0f} us\n")
    print("| processes | exact, hours | to one | adaptive, hours | to one |\n|---:|---:|---:|---:|---:|")
    one = None
    for processes in (1, 8, 64, 512):
        chance = random.Random(1)
        # The network goes to every process through rank 0.
        start = options.send * (processes - 1)
        now = (start + seconds_of_pass(options.images, processes, options.image, options.draw, chance),
               start + adaptive(options.images, processes, options, chance))
        one = one or now
        print(f"| {processes} | {now[0] / 3600:.3f} | {one[0] / now[0]:.1f} | {now[1] / 3600:.3f} | {one[1] / now[1]:.1f} |")


if __name__ == "__main__":
    main()
