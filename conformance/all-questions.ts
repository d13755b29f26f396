import type { Question } from './question.js';
import { API_QUESTIONS } from './questions/api-questions.js';
import { ATTACHMENT_QUESTIONS } from './questions/attachment-questions.js';
import { CONNECT_QUESTIONS } from './questions/connect-questions.js';
import { CREDENTIAL_QUESTIONS } from './questions/credential-questions.js';
import { DOCUMENT_QUESTIONS } from './questions/document-questions.js';
import { IDENTITY_QUESTIONS } from './questions/identity-questions.js';
import { LIFECYCLE_QUESTIONS } from './questions/lifecycle-questions.js';
import { PUBLISH_QUESTIONS } from './questions/publish-questions.js';
import { RIGHTS_QUESTIONS } from './questions/rights-questions.js';
import { SIGNATURE_QUESTIONS } from './questions/signature-questions.js';
import { SLOW_QUESTIONS } from './questions/slow-questions.js';
import { SUBSCRIBE_QUESTIONS } from './questions/subscribe-questions.js';

/** What a theme's questions are about. */
export interface Theme {
  readonly title: string;
  readonly questions: readonly Question[];
}

export const THEMES: readonly Theme[] = [
  { title: 'Connecting by MQTT', questions: CONNECT_QUESTIONS },
  { title: 'Subscribing', questions: SUBSCRIBE_QUESTIONS },
  { title: 'Publishing', questions: PUBLISH_QUESTIONS },
  { title: 'The signed URL', questions: SIGNATURE_QUESTIONS },
  { title: 'Attaching IoT policies', questions: ATTACHMENT_QUESTIONS },
  { title: 'IoT policies and their documents', questions: DOCUMENT_QUESTIONS },
  { title: 'What attached policies decide, and when', questions: RIGHTS_QUESTIONS },
  { title: 'Connections told and ended', questions: LIFECYCLE_QUESTIONS },
  { title: 'Identities and their tokens', questions: IDENTITY_QUESTIONS },
  { title: 'AWS credentials of identities', questions: CREDENTIAL_QUESTIONS },
  { title: 'The API before the function', questions: API_QUESTIONS },
  { title: 'What time tells', questions: SLOW_QUESTIONS },
];

export const ALL_QUESTIONS: readonly Question[] = THEMES.flatMap(({ questions }) => questions);
