import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** The rules of the brain: it decides, and does no I/O. Time and randomness are handed in. */
const brain = {
  files: [
    'lib/schedulers/**/*.ts',
    'lib/routing/**/*.ts',
    'lib/dispatch/**/*.ts',
    'lib/health/hysteresis.ts',
  ],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: ['node:*'], message: 'The brain does no I/O.' },
          { group: ['winston', 'chalk', 'ora', 'yargs'], message: 'The brain neither logs nor prints.' },
          {
            group: [
              ...[
                'net',
                'logging',
                'control',
                'balancer',
                'workers',
                'recording',
                'server',
                'client',
                'cli',
              ].map((room) => `**/${room}/*`),
            ],
            message: 'Arrows point down: the brain stands on nothing but errors.',
          },
        ],
      },
    ],
    'no-restricted-globals': [
      'error',
      ...[
        'setTimeout',
        'setInterval',
        'setImmediate',
        'queueMicrotask',
        'performance',
        'process',
        'console',
      ].map((name) => ({ name, message: 'The brain is handed the time and has no surroundings.' })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'The brain is handed the time.' },
      { object: 'Math', property: 'random', message: 'The brain is handed its randomness.' },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: 'NewExpression[callee.name="Date"]', message: 'The brain is handed the time.' },
      { selector: 'NewExpression[callee.name="Promise"]', message: 'The brain is synchronous.' },
      { selector: ':function[async=true]', message: 'The brain is synchronous.' },
    ],
  },
};

/** Native code is called in one place, which checks every length. */
const native = {
  files: ['lib/**/*.ts'],
  ignores: ['lib/transport/epoll/syscalls.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: 'Literal[value="koffi"]',
        message: 'System calls are bound in lib/transport/epoll/syscalls.ts alone.',
      },
    ],
  },
};

export default defineConfig(
  globalIgnores(['dist/', 'coverage/']),
  js.configs.recommended,
  { languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // winston's typings declare transports as interfaces beside their constructors.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'max-lines': ['error', 250],
    },
  },
  native,
  brain,
);
