import { UnreachableError } from './iot-access-error.js';

/** For a file of the client's that is loaded when it is needed, and does not come. The next call that needs it tries again. */
export function unreachableFile(cause: unknown): UnreachableError {
  const check =
    'Check the network. If the app has been deployed anew since, reload the page: its files have other names.';
  return new UnreachableError('A file that the client loads when it is needed', cause, check);
}
