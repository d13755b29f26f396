import { text } from 'node:stream/consumers';
import { DeploymentError } from '../deployment/deployment-error.js';

/** Of a user who is there: never an argument, which others on the machine can read. */
export async function givenPassword(userName: string): Promise<string> {
  const { COGNITO_IOT_PASSWORD: fromEnvironment } = process.env;
  if (fromEnvironment) return fromEnvironment;
  const typed = process.stdin.isTTY ? '' : (await text(process.stdin)).replace(/\r?\n$/, '');
  if (typed !== '') return typed;
  throw new DeploymentError(
    `the password of ${userName} is missing; give it by the variable COGNITO_IOT_PASSWORD, or on standard input`,
  );
}
