import { defineConfig } from "vitest/config";

export default defineConfig({
  // `css: true` hands style sheets to the tests as they are; the tokens' contrast is computed from them.
  test: { include: ["tests/**/*.test.ts"], environment: "node", css: true, testTimeout: 60000 },
});
