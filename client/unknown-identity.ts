import { NotSignedInError } from './iot-access-error.js';

/** For what needs the identity ID, before anybody has told it. */
export function unknownIdentity(): NotSignedInError {
  return new NotSignedInError('The identity ID is not known yet.', 'Await connect() or identify() first.');
}
