import type { Framework } from './framework.js';
import { angular } from './frameworks/angular.js';
import { expo } from './frameworks/expo.js';
import { inNodeItself, testRunners } from './frameworks/in-node.js';
import { next } from './frameworks/next.js';
import { pageBundlers } from './frameworks/page-bundlers.js';
import { scriptTag } from './frameworks/script-tag.js';

/** What `npm run test:bundlers` tries, in the order of the table in docs/clients.md. */
export const frameworks: readonly Framework[] = [
  ...pageBundlers,
  next,
  angular,
  expo,
  scriptTag,
  ...inNodeItself,
  ...testRunners,
];
