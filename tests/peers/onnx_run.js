// Runs ONNX models in onnxruntime, on the CPU.
//
// usage: NODE_PATH=FOLDER/node_modules node onnx_run.js MODEL INPUT C,H,W OUTPUT [...four more]...
// INPUT holds float32 images [N, C, H, W] as raw little-endian bytes, OUTPUT gets the float32 logits
// [N, classes]. Prints one line a model. With --probe it only tells whether onnxruntime can be loaded.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');

const BATCH = 50;

async function run(model, input, shape, output) {
  const bytes = fs.readFileSync(input);
  const images = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const sides = shape.split(',').map(Number);
  const size = sides.reduce((a, b) => a * b, 1);
  const session = await ort.InferenceSession.create(model, {intraOpNumThreads: 1});
  const logits = [];
  for (let first = 0; first < images.length; first += BATCH * size) {
    const batch = images.slice(first, first + BATCH * size);
    const tensor = new ort.Tensor('float32', batch, [batch.length / size, ...sides]);
    const result = await session.run({images: tensor});
    logits.push(Buffer.from(result.logits.data.slice().buffer));
  }
  fs.writeFileSync(output, Buffer.concat(logits));
  console.log(`${model}: ${images.length / size} images`);
}

async function main(words) {
  if (words[0] === '--probe') {
    return;
  }
  for (let i = 0; i + 3 < words.length; i += 4) {
    await run(words[i], words[i + 1], words[i + 2], words[i + 3]);
  }
}

main(process.argv.slice(2)).catch(error => {
  console.error(error.message || error);
  process.exit(1);
});
