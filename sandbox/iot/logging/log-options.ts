import { z } from 'zod';

export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'DISABLED'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const logOptions = z.strictObject({
  roleArn: z.string(),
  defaultLogLevel: z.enum(LOG_LEVELS),
  disableAllLogs: z.boolean(),
});

/** What `SetV2LoggingOptions` has set. */
export type LogOptions = z.infer<typeof logOptions>;

/**
 * Whether an entry of this level is written: DEBUG is the most, ERROR the least.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/configure-logging.html
 */
export function isLogged(level: LogLevel, { defaultLogLevel, disableAllLogs }: LogOptions): boolean {
  return (
    !disableAllLogs &&
    defaultLogLevel !== 'DISABLED' &&
    LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(defaultLogLevel)
  );
}
