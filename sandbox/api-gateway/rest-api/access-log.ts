import { createHash } from 'node:crypto';
import type { Ground } from '../../service/service.js';

/** Where a stage writes of each request, and what. */
export interface AccessLogSettings {
  readonly group: string;
  /** With variables such as `$context.requestId`. */
  readonly format: string;
}

/** What is known of a request once it is answered, by the names of `$context`; what is not known is left out. */
export type AccessLogContext = Readonly<Record<string, string | number | null | undefined>>;

/** Undefined where there is no access log, or it goes to Firehose, which is not emulated. */
export function readAccessLog(setting: unknown): AccessLogSettings | undefined {
  const { DestinationArn, Format } = (setting ?? {}) as Readonly<Record<string, unknown>>;
  const [, group] = /:log-group:([^:]+)(?::\*)?$/.exec(String(DestinationArn ?? '')) ?? [];
  return group === undefined || typeof Format !== 'string' ? undefined : { group, format: Format };
}

export function writeAccessLog(
  { group, format }: AccessLogSettings,
  stage: { readonly restApiId: string; readonly stageName: string },
  context: AccessLogContext,
  logGroups: Pick<Ground['logGroups'], 'write'>,
): void {
  const stream = createHash('sha256').update(`${stage.restApiId}/${stage.stageName}`).digest('hex').slice(0, 32);
  logGroups.write(group, stream, accessLogLine(format, context));
}

/**
 * `-` for what is not known, as API Gateway writes it. Values are escaped as in JSON, so that no client writes a line of
 * its own; `messageString` has quotes around it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function accessLogLine(format: string, context: AccessLogContext): string {
  return format.replace(/\$context((?:\.\w+)+)/g, (_, path: string) => {
    const name = path.slice(1);
    const value = context[name === 'error.messageString' ? 'error.message' : name];
    if (value === undefined || value === null || value === '') return '-';
    const text = JSON.stringify(String(value));
    return name === 'error.messageString' ? text : text.slice(1, -1);
  });
}

/** `30/Nov/2026:18:32:42 +0000` */
export function commonLogTime(milliseconds: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(milliseconds).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
