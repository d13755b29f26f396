import { defineAuth } from '@aws-amplify/backend';
import { confirmed } from '../functions/resource.js';

export const auth = defineAuth({ loginWith: { email: true }, triggers: { postConfirmation: confirmed } });
