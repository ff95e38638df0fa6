#include "core/onnx/onnx_layout.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace secateur {

namespace {

using OnnxAxis = std::vector<OnnxAtom>;

/// Atoms that run on where the one before them steps are one.
OnnxAxis joined(const OnnxAxis& axis) {
    OnnxAxis result;
    for (const OnnxAtom& atom : axis) {
        if (atom.size == 1) {
            continue;
        }
        if (!result.empty() && result.back().source == atom.source &&
            result.back().stride == atom.size * atom.stride) {
            result.back() = {atom.source, result.back().size * atom.size, atom.stride};
        } else {
            result.push_back(atom);
        }
    }
    return result;
}

int64_t sizeOfAxis(const OnnxAxis& axis) {
    int64_t size = 1;
    for (const OnnxAtom& atom : axis) {
        size *= atom.size;
    }
    return size;
}

/// The next atoms, of which the last may be divided, that make an axis of `size`.
std::optional<OnnxAxis> takeAxis(std::deque<OnnxAtom>& atoms, int64_t size) {
    OnnxAxis axis;
    while (size > 1) {
        if (atoms.empty()) {
            return std::nullopt;
        }
        OnnxAtom& atom = atoms.front();
        if (atom.size <= size) {
            if (size % atom.size != 0) {
                return std::nullopt;
            }
            size /= atom.size;
            axis.push_back(atom);
            atoms.pop_front();
            continue;
        }
        if (atom.size % size != 0 || atom.source == OnnxSource::Batch) {
            return std::nullopt;
        }
        const int64_t inner = atom.size / size;
        axis.push_back({atom.source, size, atom.stride * inner});
        atom.size = inner;
        size = 1;
    }
    return axis;
}

/// Sums of what `weight` makes of every step of the atoms, the last atom fastest.
template <class Weight>
std::vector<int64_t> enumerated(const std::vector<OnnxAxis>& axes, Weight weight) {
    std::vector<int64_t> places{0};
    for (const OnnxAxis& axis : axes) {
        for (const OnnxAtom& atom : axis) {
            const int64_t step = weight(atom);
            if (step == 0) {
                continue;
            }
            std::vector<int64_t> next;
            next.reserve(places.size() * static_cast<size_t>(atom.size));
            for (const int64_t place : places) {
                for (int64_t i = 0; i < atom.size; ++i) {
                    next.push_back(place + i * step);
                }
            }
            places = std::move(next);
        }
    }
    return places;
}

}  // namespace

OnnxLayout::OnnxLayout(std::vector<std::vector<OnnxAtom>> axes) : m_axes(std::move(axes)) {
    for (OnnxAxis& axis : m_axes) {
        axis = joined(axis);
    }
}

OnnxLayout OnnxLayout::map(int64_t batch, const FeatureShape& shape) {
    return OnnxLayout({{{OnnxSource::Batch, batch, 1}},
                       {{OnnxSource::Channels, shape[0], 1}},
                       {{OnnxSource::Height, shape[1], 1}},
                       {{OnnxSource::Width, shape[2], 1}}});
}

OnnxLayout OnnxLayout::features(int64_t batch, int64_t channels) {
    return OnnxLayout({{{OnnxSource::Batch, batch, 1}}, {{OnnxSource::Channels, channels, 1}}});
}

std::vector<int64_t> OnnxLayout::dims() const {
    std::vector<int64_t> dims;
    for (const OnnxAxis& axis : m_axes) {
        dims.push_back(sizeOfAxis(axis));
    }
    return dims;
}

std::optional<OnnxLayout> OnnxLayout::reshaped(const std::vector<int64_t>& dims) const {
    std::deque<OnnxAtom> atoms;
    for (const OnnxAxis& axis : m_axes) {
        atoms.insert(atoms.end(), axis.begin(), axis.end());
    }
    std::vector<OnnxAxis> axes;
    for (const int64_t size : dims) {
        auto axis = takeAxis(atoms, size);
        if (!axis) {
            return std::nullopt;
        }
        axes.push_back(std::move(*axis));
    }
    return atoms.empty() ? std::optional(OnnxLayout(std::move(axes))) : std::nullopt;
}

OnnxLayout OnnxLayout::transposed(const std::vector<int64_t>& order) const {
    std::vector<OnnxAxis> axes;
    for (const int64_t axis : order) {
        axes.push_back(m_axes[static_cast<size_t>(axis)]);
    }
    return OnnxLayout(std::move(axes));
}

bool OnnxLayout::isOnly(int64_t axis, OnnxSource source) const {
    for (const OnnxAtom& atom : m_axes[static_cast<size_t>(axis)]) {
        if (atom.source != source) {
            return false;
        }
    }
    return true;
}

bool OnnxLayout::isWhole(int64_t axis, OnnxSource source, int64_t size) const {
    return isOnly(axis, source) && sizeOfAxis(m_axes[static_cast<size_t>(axis)]) == size;
}

std::vector<int64_t> OnnxLayout::places(const FeatureShape& shape) const {
    return enumerated(m_axes, [&](const OnnxAtom& atom) {
        switch (atom.source) {
            case OnnxSource::Channels:
                return atom.stride * shape[1] * shape[2];
            case OnnxSource::Height:
                return atom.stride * shape[2];
            case OnnxSource::Width:
                return atom.stride;
            default:
                return int64_t{0};
        }
    });
}

std::vector<int64_t> OnnxLayout::channels() const {
    return enumerated(m_axes, [](const OnnxAtom& atom) {
        return atom.source == OnnxSource::Channels ? atom.stride : 0;
    });
}

OnnxLayout OnnxLayout::recounted() const {
    std::vector<OnnxAxis> axes = m_axes;
    int64_t stride = 1;
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
        for (auto atom = axis->rbegin(); atom != axis->rend(); ++atom) {
            if (atom->source == OnnxSource::Channels) {
                atom->stride = stride;
                stride *= atom->size;
            }
        }
    }
    return OnnxLayout(std::move(axes));
}

OnnxLayout OnnxLayout::rechannelled(int64_t axis, int64_t picked) const {
    OnnxLayout result = *this;
    result.m_axes[static_cast<size_t>(axis)] = {{OnnxSource::Channels, picked, 1}};
    return result.recounted();
}

OnnxLayout OnnxLayout::without(const std::vector<int64_t>& axes, bool keep) const {
    std::vector<OnnxAxis> rest;
    for (int64_t axis = 0; axis < rank(); ++axis) {
        if (std::find(axes.begin(), axes.end(), axis) == axes.end()) {
            rest.push_back(m_axes[static_cast<size_t>(axis)]);
        } else if (keep) {
            rest.emplace_back();
        }
    }
    return OnnxLayout(std::move(rest));
}

bool isCounting(const std::vector<int64_t>& numbers) {
    for (size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] != static_cast<int64_t>(i)) {
            return false;
        }
    }
    return true;
}

}  // namespace secateur
