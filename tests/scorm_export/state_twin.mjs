/** The player's own codec for the Python tests, one JSON line in, one out: words and learner → text, or words and text → learner. */
import { build } from "esbuild";
import { createInterface } from "node:readline";

const { outputFiles } = await build({ entryPoints: ["scorm_export/player/state/index.ts"], bundle: true, format: "esm", write: false });
const { decode, encode, Words } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);

for await (const line of createInterface({ input: process.stdin })) {
  const { words, learner, text } = JSON.parse(line);
  const table = new Words(words);
  const packed = text ?? encode(learner, table);
  process.stdout.write(`${JSON.stringify({ text: packed, ...decode(packed, table) })}\n`);
}
