import { randomUUID } from 'node:crypto';
import { AwsError } from '../../base/errors.js';
import { type LogStreamWriter, openLogStream } from '../../service/log-stream.js';
import type { Ground } from '../../service/service.js';
import type { Tables } from '../../state/state.js';
import { type LoggedEvent, levelOf, logLine } from './log-entry.js';
import { isLogged, type LogOptions, logOptions } from './log-options.js';

export const iotLogTables = {
  /** One record, `v2`. */
  options: logOptions,
};

export type IotLogState = Tables<typeof iotLogTables>;

/** What AWS IoT Core writes into CloudWatch Logs, once it was told to. */
export interface IotLog {
  options(): LogOptions | undefined;
  /** What is not given stays. @throws AwsError for a role that AWS IoT may not assume */
  setOptions(given: { readonly [K in keyof LogOptions]?: LogOptions[K] | undefined }): void;
  /** Whether anything is logged: what makes events asks before it makes one. */
  isOn(): boolean;
  write(event: LoggedEvent): void;
}

const SERVICE = 'iot.amazonaws.com';
const GROUP = 'AWSIotLogsV2';

export function createIotLog(
  state: IotLogState,
  ground: Pick<Ground, 'roles' | 'clock' | 'logGroups' | 'resources' | 'log'>,
): IotLog {
  const { roles, clock, log, resources } = ground;
  const stream = `${randomUUID()}_${resources.environment.accountId}_0`;
  let options = state.options.get('v2');
  let writer: LogStreamWriter | undefined;

  const open = ({ roleArn }: LogOptions): LogStreamWriter => {
    roles.assumeRoleForService(roleArn, SERVICE, 'IotLogging');
    const principal = roles.principal(roleArn, 'IotLogging');
    const write = openLogStream({ principal, group: GROUP, stream }, ground);
    if (write === undefined) return () => undefined;
    return (line) => {
      write(line);
      log(line);
    };
  };

  /** The role of a state that was kept may be gone from the template, or trust AWS IoT no more. */
  const reopen = (kept: LogOptions): LogStreamWriter => {
    try {
      return open(kept);
    } catch (error) {
      if (error instanceof AwsError) return () => undefined;
      throw error;
    }
  };

  return {
    options: () => options,
    setOptions({ roleArn = options?.roleArn, defaultLogLevel, disableAllLogs }) {
      if (roleArn === undefined) throw invalid('A role is needed that AWS IoT may write to CloudWatch Logs with.');
      const after = {
        roleArn,
        // AWS names no default: without a level nothing is written.
        defaultLogLevel: defaultLogLevel ?? options?.defaultLogLevel ?? 'DISABLED',
        disableAllLogs: disableAllLogs ?? options?.disableAllLogs ?? false,
      };
      try {
        writer = open(after);
      } catch (error) {
        // What AWS says of such a role is not documented.
        throw error instanceof AwsError ? invalid(`AWS IoT cannot assume ${roleArn}: ${error.message}`) : error;
      }
      state.options.put('v2', after);
      options = after;
    },
    isOn: () => options !== undefined && !options.disableAllLogs && options.defaultLogLevel !== 'DISABLED',
    write(event) {
      if (options === undefined || !isLogged(levelOf(event), options)) return;
      writer ??= reopen(options);
      writer(logLine(event, clock.now()));
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidRequestException', message, 400);
}
