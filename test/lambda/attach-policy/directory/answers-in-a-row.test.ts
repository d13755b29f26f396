import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { AttachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { restEvent } from '../signed-request.js';
import {
  deviceEnvironment,
  deviceItem,
  directoryEnvironment,
  functionWithDirectory,
} from './function-with-directory.js';

/** How many answers of AWS a request waits for one after the other: all that are asked for together count once. */
async function answersInARow(method: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const lambda = functionWithDirectory({ environment });
  let asked: (() => void)[] = [];
  const whenTold = <T>(answer: T) => new Promise<T>((resolve) => asked.push(() => resolve(answer)));
  lambda.dynamo.on(UpdateItemCommand).callsFake(() => whenTold({}));
  lambda.dynamo.on(QueryCommand).callsFake(() => whenTold({ Items: [deviceItem('lamp', 0), deviceItem('door', 1)] }));
  lambda.iot.on(AttachPolicyCommand).callsFake(() => whenTold({}));
  lambda.iot.on(ListAttachedPoliciesCommand).callsFake(() => whenTold({ policies: [] }));
  let isAnswered = false;
  const answering = lambda.answer(restEvent({ method })).then(({ statusCode }) => {
    isAnswered = true;
    return statusCode;
  });
  let rounds = 0;
  for (;;) {
    await new Promise(setImmediate);
    if (isAnswered) break;
    const round = asked;
    asked = [];
    if (round.length > 0) rounds += 1;
    for (const tell of round) tell();
  }
  expect(await answering).toBe(200);
  return rounds;
}

it.each([
  { method: 'POST', title: 'a directory', environment: directoryEnvironment, rounds: 3 },
  // As many, since the shared policy and the user's own are attached at once.
  { method: 'POST', title: 'devices', environment: deviceEnvironment, rounds: 3 },
  { method: 'GET', title: 'a directory', environment: directoryEnvironment, rounds: 1 },
  { method: 'GET', title: 'devices', environment: deviceEnvironment, rounds: 1 },
])('$method with $title waits for $rounds answers of AWS in a row', async ({ method, environment, rounds }) => {
  expect(await answersInARow(method, environment)).toBe(rounds);
});
