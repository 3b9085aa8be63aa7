import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["*.js", "*.ts", "bin/*.js", "test/lab/*.mjs"] } },
    },
    rules: {
      // Numbers in sentences are the rule here, not a slip.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
    },
  },
  {
    // Timers come in through World, so that a test can hold them.
    files: ["src/**/*.ts"],
    ignores: ["src/world/**"],
    rules: { "no-restricted-globals": ["error", "setTimeout", "setInterval", "setImmediate"] },
  },
  { files: ["**/*.js", "**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["bin/*.js"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
