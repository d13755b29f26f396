import { defineStorage } from '@aws-amplify/backend';

export const storage = defineStorage({
  name: 'files',
  access: (allow) => ({ 'mine/{entity_id}/*': [allow.entity('identity').to(['read', 'write'])] }),
});
