import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const specs = ['**/*.spec.ts', '**/test-support.ts', 'test/**/*.ts', 'libs/*/conformance/**/*.ts'];
const pure = ['decide', 'events', 'state', 'projection', 'refusals', 'views'].map((role) => `libs/*/src/**/*.${role}.ts`);

/** Imports that resolve but must not be written; dependency-cruiser judges where the rest of them lead. */
const pathsIntoPackages = {
  group: ['**/dist/**', '@datakeep/*/*', '!@datakeep/*/conformance', '!@datakeep/server/*', '!ajv/dist/*'],
  message: 'Import a package by the name that its package.json exports.',
};

/** What a pure function must be given as an argument (style, habit 1). */
const timeAndChance = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time as an argument.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Take the time as an argument.' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take the id as an argument.',
  },
  { selector: 'AwaitExpression', message: 'A pure function has nothing to wait for.' },
];

/** With noUncheckedIndexedAccess an index that was checked a line above still needs its `!`; nothing else does. */
const bangs = [
  {
    selector: 'TSNonNullExpression > :not(MemberExpression[computed=true])',
    message: 'Check it, or give it a type that proves it.',
  },
];

/** A test that does not run proves nothing, and one that runs alone hides the others. */
const unrunTests = [
  {
    selector: 'MemberExpression[object.name=/^(?:describe|it|test)$/][property.name=/^(?:skip|only|todo|failing)$/]',
    message: 'Tests are never skipped, singled out or left for later.',
  },
  {
    selector: 'CallExpression[callee.name=/^(?:xit|xdescribe|xtest|fit|fdescribe)$/]',
    message: 'Tests are never skipped, singled out or left for later.',
  },
  {
    selector: "CallExpression[callee.object.name='jest'][callee.property.name='retryTimes']",
    message: 'A test that passes only on a retry is flaky: find out why.',
  },
];

export default defineConfig(
  globalIgnores(['**/dist/', 'coverage/', 'data/', 'libs/client/src/schema.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-imports': ['error', { patterns: [pathsIntoPackages] }],
      'no-restricted-syntax': ['error', ...bangs],
      'object-shorthand': 'error',

      // Nest injects by the classes that a decorated constructor names; the rule leaves files with decorators alone.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],

      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // `default: return unreachable(event)` is the end of a switch here, and must not stand in for a case.
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // An async method without await turns what it throws into a rejection, which is what a port promises.
      '@typescript-eslint/require-await': 'off',
      // Judged above, and allowed on an index.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The caller of a parser names the kind of id that it parses: one use of the type parameter is the point.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // A type alias and an interface each read better somewhere.
      '@typescript-eslint/consistent-type-definitions': 'off',

      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'] },
        { selector: 'function', format: ['camelCase', 'PascalCase'] },
        { selector: 'variable', format: ['camelCase', 'PascalCase', 'UPPER_CASE'], leadingUnderscore: 'allow' },
        { selector: 'parameter', format: ['camelCase', 'PascalCase'], leadingUnderscore: 'allow' },
        { selector: 'import', format: null },
        { selector: ['variable', 'parameter'], modifiers: ['destructured'], format: null },
      ],
    },
  },
  {
    files: pure,
    rules: {
      'no-restricted-syntax': ['error', ...bangs, ...timeAndChance],
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'performance',
          'crypto',
          'fetch',
          'globalThis',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
        ].map((name) => ({ name, message: 'A pure function is given what it needs.' })),
      ],
    },
  },
  {
    files: specs,
    rules: {
      'no-restricted-syntax': ['error', ...unrunTests],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['apps/server/src/main.ts', 'bench/**/*.ts', 'tools/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic, tseslint.configs.disableTypeChecked],
    rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
);
