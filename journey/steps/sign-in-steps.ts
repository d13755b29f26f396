import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { createOperatorClient } from '../clients/operator-client.js';
import { createUserPoolClient } from '../clients/user-pool-client.js';
import { madeUpUser, takeIdentity } from '../make-somebody.js';
import { expectRefusal } from '../refusal.js';
import type { JourneyTarget } from '../target.js';
import { type JourneyStep, known, Skipped, type Traveller } from '../traveller.js';

export const SIGN_IN_STEPS: readonly JourneyStep[] = [
  {
    name: 'sign-up',
    needs: [],
    async run(traveller) {
      const { target } = traveller;
      if (target.givenUser !== undefined) return takeGivenUser(traveller, target.givenUser);
      const { userName: email, password } = madeUpUser(target);
      [traveller.email, traveller.password] = [email, password];
      target.making?.({ kind: 'user', userName: email });
      const signUp = () => createUserPoolClient(target).signUp(email, password);
      if (isConfirmedByMail(target)) return { email, sub: await signUp() };
      if (!target.intent.selfSignUp) await expectRefusal('Signing up', signUp(), ['NotAuthorizedException']);
      await (await createOperatorClient(target)).createUser(email, password);
      const reason = target.intent.selfSignUp
        ? 'Nobody here reads the e-mail with the code'
        : 'Nobody signs up by themselves (selfSignUp is false)';
      return new Skipped(`${reason}: an administrator made the user.`);
    },
  },
  {
    name: 'confirm',
    needs: ['sign-up'],
    async run({ target, email }) {
      const { confirmationCode } = target;
      if (!isConfirmedByMail(target) || confirmationCode === undefined)
        return new Skipped(
          `${target.givenUser ? 'The user is there' : 'An administrator made the user'}, so no code was sent.`,
        );
      const address = known(email, 'e-mail address');
      const code = await confirmationCode(address);
      await createUserPoolClient(target).confirm(address, code);
      return { code };
    },
  },
  {
    name: 'sign-in',
    needs: ['confirm'],
    async run(traveller) {
      const { target, group } = traveller;
      const email = known(traveller.email, 'e-mail address');
      if (group !== undefined) await (await createOperatorClient(target)).addToGroup(email, group);
      traveller.idToken = await createUserPoolClient(target).signIn(email, known(traveller.password, 'password'));
      return { flow: target.signIn?.flow ?? 'USER_SRP_AUTH' };
    },
  },
  {
    name: 'identity',
    needs: ['sign-in'],
    async run(traveller) {
      traveller.user = await takeIdentity(traveller.target, known(traveller.idToken, 'ID token'));
      return { identityId: traveller.user.identityId };
    },
  },
];

export const UNSIGNED_REFUSED_STEP: JourneyStep = {
  name: 'unsigned-refused',
  needs: [],
  run: ({ target }) =>
    expectRefusal('A request without signature', callAttachPolicy(target, { method: 'POST', credentials: undefined }), [
      'MissingAuthenticationTokenException',
    ]),
};

function takeGivenUser(traveller: Traveller, { userName, password }: NonNullable<JourneyTarget['givenUser']>): Skipped {
  [traveller.email, traveller.password] = [userName, password];
  return new Skipped(`${userName} is there, so nobody signs up.`);
}

function isConfirmedByMail({ intent, confirmationCode, givenUser }: JourneyTarget): boolean {
  return intent.selfSignUp && confirmationCode !== undefined && givenUser === undefined;
}
