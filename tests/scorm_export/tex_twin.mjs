/** The player's own TeX for the Python tests, one JSON line in, one out: what Temml says against a formula, or null. */
import { build } from "esbuild";
import { createInterface } from "node:readline";

const { outputFiles } = await build({ entryPoints: ["scorm_export/player/tex/render.ts"], bundle: true, format: "esm", write: false });
const { markup } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

for await (const line of createInterface({ input: process.stdin })) {
  const { source, display } = JSON.parse(line);
  let said = null;
  try {
    markup(source, display);
  } catch (error) {
    said = String(error.message).split("\n")[0];
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
