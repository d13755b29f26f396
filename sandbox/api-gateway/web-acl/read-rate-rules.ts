import { holdLimits, oneOf, wholeNumber } from '../../template/limits.js';
import type { StackResource } from '../../template/stack-resources.js';
import type { RateRule } from './rate-rule.js';

export const WEB_ACL = 'AWS::WAFv2::WebACL';

type Properties = Readonly<Record<string, unknown>>;

/** Those that change nothing about which request is let through: names, metrics and samples. */
const FIELDS = {
  webAcl: ['DefaultAction', 'Description', 'Name', 'Rules', 'Scope', 'Tags', 'VisibilityConfig'],
  rule: ['Action', 'Name', 'Priority', 'Statement', 'VisibilityConfig'],
  statement: ['AggregateKeyType', 'EvaluationWindowSec', 'Limit'],
};

/** `RateBasedStatement`. */
const PAGE = 'https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html';
const limits = {
  Limit: wholeNumber(10, 2_000_000_000, 'requests', PAGE),
  EvaluationWindowSec: oneOf([60, 120, 300, 600, '60', '120', '300', '600'], PAGE),
};

/** Those of a web ACL of which nothing is not judged, in the order in which AWS asks them. @throws DeploymentError */
export function readRateRules({ logicalId, properties }: StackResource): RateRule[] {
  const rules = [...((properties().Rules ?? []) as Properties[])];
  rules.sort((a, b) => Number(a.Priority) - Number(b.Priority));
  return rules.map((rule) => {
    const statement = rateStatementOf(rule);
    const where = `the rule ${rule.Name} of ${logicalId} (${WEB_ACL})`;
    holdLimits(where, limits, (name) => statement[name] ?? (name === 'Limit' ? 'none' : undefined));
    return { limit: Number(statement.Limit), windowSeconds: Number(statement.EvaluationWindowSec ?? 300) };
  });
}

/**
 * What of it is not understood here; undefined where all is: everything is let through but what rules by IP address and
 * rate block.
 */
export function whyNotJudged(webAcl: Properties): string | undefined {
  const other = unknownField(webAcl, FIELDS.webAcl);
  if (other !== undefined) return `the property ${other}`;
  if (webAcl.Scope !== 'REGIONAL') return `the scope ${JSON.stringify(webAcl.Scope)}`;
  if (!isBare(webAcl.DefaultAction, 'Allow')) return 'a default action other than to allow';
  const rules = webAcl.Rules ?? [];
  if (!Array.isArray(rules)) return 'rules that are no list';
  return rules.map((rule: Properties) => whyRuleNotJudged(rule)).find((why) => why !== undefined);
}

function whyRuleNotJudged(rule: Properties): string | undefined {
  const of = (what: string) => `${what} of the rule ${String(rule.Name)}`;
  const other = unknownField(rule, FIELDS.rule);
  if (other !== undefined) return of(`the property ${other}`);
  if (!isBare(rule.Action, 'Block')) return of('an action other than to block, without an answer of its own');
  const statement = rateStatementOf(rule);
  if (Object.keys((rule.Statement ?? {}) as object).join() !== 'RateBasedStatement') {
    return of('a statement other than RateBasedStatement');
  }
  const unknown = unknownField(statement, FIELDS.statement);
  if (unknown !== undefined) return of(`the property ${unknown} of the statement`);
  return statement.AggregateKeyType === 'IP' ? undefined : of('a key other than IP');
}

function rateStatementOf({ Statement }: Properties): Properties {
  return ((Statement as Properties | undefined)?.RateBasedStatement ?? {}) as Properties;
}

/** `{ "Allow": {} }` and nothing more. */
function isBare(action: unknown, name: string): boolean {
  return JSON.stringify(action) === JSON.stringify({ [name]: {} });
}

function unknownField(given: Properties, known: readonly string[]): string | undefined {
  return Object.keys(given).find((name) => !known.includes(name));
}
