import { defineBackend } from '@aws-amplify/backend';
import { ExistingSignIn, IotAccess } from 'cognito-iot-access';
import { auth } from './auth/resource.js';

const backend = defineBackend({ auth });
const { cfnIdentityPool } = backend.auth.resources.cfnResources;

// Amplify believes tokens of users who were deleted or signed out everywhere until they expire, unless told otherwise.
cfnIdentityPool.addPropertyOverride('CognitoIdentityProviders.0.ServerSideTokenCheck', true);

const own = 'users/{identity}/*';
const news = 'news/*';

const access = new IotAccess(backend.createStack('Iot'), 'IotAccess', {
  allowedOrigins: ['http://localhost:5173'],
  existing: ExistingSignIn.fromAmplifyAuth(backend.auth.resources),
  // Who is signed in has topics of their own, and reads the news.
  access: { publish: [own], subscribe: [own, news], receive: [own, news] },
  // Who is in the group writes them, too. Amplify has made its role, to which nothing else is granted.
  groups: [{ name: 'admins', access: { publish: [own, news], subscribe: [own, news], receive: [own, news] } }],
  // Who is not signed in reads them. Without guests, set cfnIdentityPool.allowUnauthenticatedIdentities to false.
  guests: { access: { publish: [], subscribe: [news], receive: [news] } },
});

// Into amplify_outputs.json, which createIotClient takes as it is.
backend.addOutput({ custom: { iot: access.outputs } });
