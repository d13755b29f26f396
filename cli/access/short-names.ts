import type { AccessReport } from '../../sandbox/index.js';

/** Makes text of a report shorter for people: logical IDs without CDK's hash, the identity as `${sub}`. */
export function shortNames({ resources }: Pick<AccessReport, 'resources'>): (text: string) => string {
  const bare = (name: string) => name.replace(/[0-9A-F]{8}>$/, '>');
  const names = Object.keys(resources);
  const isClear = (name: string) => names.filter((other) => bare(other) === bare(name)).length < 2;
  return (text) =>
    text
      .replaceAll(/<[^<>]+>/g, (name) => (isClear(name) ? bare(name) : name))
      .replaceAll(/\b(\w+Policy)[0-9A-F]{8}\b/g, '$1')
      .replaceAll(/\$\{cognito-identity[.-][\w.-]*amazonaws\.com:sub\}/gi, '${sub}');
}
