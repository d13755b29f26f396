/** What can be wrong: what that means, and what to do. */
interface Described {
  readonly means: string;
  readonly remedy: string;
}

/** Each has a section of its name, and these words, in docs/operations.md. */
export const faults = {
  OutputsIncomplete: {
    means: "An output is missing, or is another Region's.",
    remedy: 'Take the outputs of this stack as `cdk deploy --outputs-file cdk-outputs.json` writes them.',
  },
  EndpointOfOtherRegion: {
    means: 'The host of IotEndpoint is in another Region than the stack: the upgrade to a WebSocket is answered 403.',
    remedy: "Take the output IotEndpoint of this stack: policies and identities are known in the stack's Region alone.",
  },
  EndpointNotAts: {
    means:
      "The host of IotEndpoint is the one of before Amazon's own certificates: browsers close the connection before it begins.",
    remedy:
      'Take the output IotEndpoint of this stack, an `-ats` host: no browser trusts the certificate of another one.',
  },
  EndpointOfOtherAccount: {
    means: "The host of IotEndpoint is another account's.",
    remedy: 'Take the output IotEndpoint of this stack, or ask with the profile of its account (--profile).',
  },
  EndpointUnreachable: {
    means: "This machine does not reach AWS IoT; the user's may.",
    remedy: 'Look at DNS, proxy and firewall: port 443 of the endpoint has to be open for WebSockets.',
  },
  ClockWrong: {
    means:
      "This machine's clock is off by more than five minutes, so signatures are refused; users' devices have the same trouble.",
    remedy: 'Set the clock by NTP: AWS takes signatures of the last five minutes alone.',
  },
  ApiUnreachable: {
    means: 'The host of AttachPolicyUrl does not answer.',
    remedy: 'Look at DNS, proxy and firewall; if the host is unknown to DNS, the API was deleted: deploy the stack.',
  },
  StageGone: {
    means: 'The API has no such stage (any more), so each request is answered 403 `Forbidden`, without CORS headers.',
    remedy: 'Deploy the stack again, and give the app the AttachPolicyUrl that it has now.',
  },
  CorsMissing: {
    means: 'A page of this origin may not read refusals of the API: it sees a network error in their place.',
    remedy: "Add the page's origin to the setting allowedOrigins, and deploy.",
  },
  FunctionThrottled: {
    means:
      'No execution is reserved for the attach-policy function, which is how functions are stopped: the API answers 500.',
    remedy: 'Take the reservation of no executions away: `aws lambda delete-function-concurrency --function-name …`.',
  },
  FunctionBroken: {
    means: 'The attach-policy function cannot run, or said within the last hour that the deployment is wrong.',
    remedy: 'The function says what the deployment lacks: deploy the stack again, which makes it whole.',
  },
  Revoked: {
    means: 'An operator has taken the access away: POST is answered 403 `Revoked`, and AWS IoT denies everything.',
    remedy: 'An operator has revoked the user; `npx cognito-iot restore` gives the access back.',
  },
  UserUnknown: {
    means: 'The user pool has no user of this name, sub or e-mail.',
    remedy: 'Look at the name and at the pool; who was deleted has to sign up again.',
  },
  UserDisabled: {
    means: 'The user may not sign in; tokens were revoked.',
    remedy: '`aws cognito-idp admin-enable-user`, and the user signs in again.',
  },
  UserUnconfirmed: {
    means: 'The user has signed up and not entered the code.',
    remedy:
      'The user enters the code that was mailed (ResendConfirmationCode sends another), or `aws cognito-idp admin-confirm-sign-up`.',
  },
  TemporaryPasswordExpired: {
    means: 'The user was invited, and has not signed in as long as the temporary password was good.',
    remedy: 'Set another one: `aws cognito-idp admin-set-user-password`; the user then chooses an own one.',
  },
  TemporaryPassword: {
    means: 'The user was invited, and has not signed in yet.',
    remedy: 'The user signs in with the temporary password, and chooses an own one.',
  },
  PasswordResetRequired: {
    means: 'An operator, or a threat protection, has asked for a new password.',
    remedy: 'The user asks for a new password by "forgot password".',
  },
  NeverCame: {
    means: 'The directory has no identity of this user: nobody has called the API as this user.',
    remedy:
      'The app has never got so far as a POST of this user: look at its sign-in, and that it calls `connect()`, which POSTs.',
  },
  IdentityUnknown: {
    means: 'Cognito has no such identity in this account and Region.',
    remedy: 'Look at the Region and the account of the identity; a deleted one comes anew with the next sign-in.',
  },
  Guest: {
    means: "The credentials are a guest's, who may do what guests may.",
    remedy: 'Have the user sign in, and the app get credentials with the ID token (Logins); guests get no IoT policy.',
  },
  ForeignPool: {
    means: 'The identity is of another identity pool, or has signed in with another user pool.',
    remedy: "Configure the app with this stack's UserPoolId, UserPoolClientId and IdentityPoolId, all three.",
  },
  PoolWithoutRole: {
    means: 'Who has signed in gets no credentials.',
    remedy: 'The identity pool gives no role to such a user: deploy the stack again.',
  },
  ProviderMissing: {
    means:
      'Tokens of this user pool and client are refused: `Token is not from a supported provider of this identity pool.`',
    remedy: 'The identity pool does not take tokens of this user pool: deploy the stack again.',
  },
  RoleGone: {
    means: 'The role that the identity pool gives is not there: `Invalid identity pool configuration.`',
    remedy: 'The role was deleted: deploy the stack again.',
  },
  TrustRefuses: {
    means: 'The role does not trust the identity pool, or not for such a user: `Invalid identity pool configuration.`',
    remedy: "Give the role's trust policy the pool and kind of user that the stack gives it: deploy it again.",
  },
  GroupChanged: {
    means:
      'The groups have changed since the last POST. A token says the groups of when it was issued, and credentials the role of when they were.',
    remedy:
      'The user signs in again, or the app refreshes its session (`fetchAuthSession({ forceRefresh: true })`), and connects anew.',
  },
  PolicyLimitReached: {
    means:
      'An identity takes ten IoT policies, and ten others are attached: POST is answered 409 `PolicyLimitExceeded`.',
    remedy: 'Detach a policy that is none of this stack: `aws iot detach-policy`; then the app POSTs again.',
  },
  PolicyNotAttached: {
    means: 'The identity has no IoT policy of this stack, without which AWS IoT refuses whoever has signed in.',
    remedy: 'The app calls POST /attach-policy (`connect()` of the client does) and tries again for a while.',
  },
  BoundaryForbids: {
    means: 'The role would allow it, and its permissions boundary does not.',
    remedy:
      'Have the permissions boundary allow the action: a boundary gives nothing, but what it leaves out nobody has.',
  },
  ClientIdForeign: {
    means: 'The client ID is, or begins with, the identity ID of somebody else.',
    remedy: "The app connects with its own identity ID, never with another user's.",
  },
  ClientIdNotAllowed: {
    means: 'The role does not allow to connect by this client ID.',
    remedy: 'The app takes a client ID of `connection.clientId`, or the setting access.clientIds allows it.',
  },
  PublishNotInRole: {
    means: 'The role does not allow to publish there.',
    remedy: 'The app publishes to a topic of `connection.topics.publish`, or the setting access.publish allows it.',
  },
  RetainNotInRole: {
    means: 'The role allows to publish there, and not to retain.',
    remedy: 'The app publishes without `retain`, or the setting access.retain allows it.',
  },
  FilterNotInRole: {
    means: 'The role does not allow to subscribe to this filter.',
    remedy:
      'The app subscribes to a filter of `connection.topics.subscribe`, or the setting access.subscribe allows it.',
  },
  ReceiveNotInRole: {
    means: 'The role allows to subscribe, and not to be delivered anything: the subscription stays silent.',
    remedy: 'The setting access.receive allows the topics: subscribing alone delivers nothing.',
  },
  ApiNotInRole: {
    means: 'The role may not call POST /attach-policy.',
    remedy: 'The role may not call the API: deploy the stack again.',
  },
  DeniedByRole: {
    means: 'A statement of the role, or of its boundary, denies it.',
    remedy: 'A statement with Deny stands in the role: no Allow outweighs it.',
  },
  ClientIdNotInIotPolicy: {
    means: 'The role allows the client ID, and the attached IoT policies do not.',
    remedy: 'The IoT policy was changed: deploy the stack again, which renders role and IoT policy from one access.',
  },
  PublishNotInIotPolicy: {
    means: 'The role allows to publish there, and the attached IoT policies do not.',
    remedy: 'The IoT policy was changed: deploy the stack again, which renders role and IoT policy from one access.',
  },
  FilterNotInIotPolicy: {
    means: 'The role allows the filter, and the attached IoT policies do not.',
    remedy: 'The IoT policy was changed: deploy the stack again, which renders role and IoT policy from one access.',
  },
  ReceiveNotInIotPolicy: {
    means: 'The role allows the delivery, and the attached IoT policies do not.',
    remedy: 'The IoT policy was changed: deploy the stack again, which renders role and IoT policy from one access.',
  },
  DeniedByIotPolicy: {
    means: 'An attached IoT policy denies it.',
    remedy: 'Detach the policy with the Deny from the identity (`aws iot detach-policy`), or take the statement out.',
  },
} as const satisfies Readonly<Record<string, Described>>;

export type Fault = keyof typeof faults;
