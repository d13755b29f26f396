import { apiGateway } from './api-gateway/api-gateway.js';
import { cloudformation } from './cloudformation/cloudformation.js';
import { cognito } from './cognito/cognito.js';
import { dynamodb } from './dynamodb/dynamodb.js';
import { iam } from './iam/iam.js';
import { iot } from './iot/iot.js';
import { lambda } from './lambda/lambda.js';
import { logs } from './logs/logs.js';
import type { Service } from './service/service.js';
import { sts } from './sts/sts.js';

/** The services that the sandbox emulates. */
export const services: readonly Service[] = [
  iam,
  sts,
  cloudformation,
  cognito,
  iot,
  dynamodb,
  logs,
  lambda,
  apiGateway,
];
