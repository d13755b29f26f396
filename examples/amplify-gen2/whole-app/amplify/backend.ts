import { defineBackend } from '@aws-amplify/backend';
import { ExistingSignIn, IotAccess } from 'cognito-iot-access';
import { auth } from './auth/resource.js';
import { data } from './data/resource.js';
import { confirmed } from './functions/resource.js';
import { storage } from './storage/resource.js';

// What an app has besides: models behind AppSync, files in S3, a function. The sandbox leaves out what it does not
// emulate, and says so.
const backend = defineBackend({ auth, data, storage, confirmed });
const { cfnIdentityPool } = backend.auth.resources.cfnResources;
cfnIdentityPool.allowUnauthenticatedIdentities = false;
cfnIdentityPool.addPropertyOverride('CognitoIdentityProviders.0.ServerSideTokenCheck', true);

const access = new IotAccess(backend.createStack('Iot'), 'IotAccess', {
  existing: ExistingSignIn.fromAmplifyAuth(backend.auth.resources),
});
backend.addOutput({ custom: { iot: access.outputs } });
