import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from '../user-pool/admin-request.js';
import type { OperationContext, UserPool } from '../user-pool/user-pool.js';
import { operation } from '../user-pool/user-pool-operation.js';

/** What the template says of a pool. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html */
export function describeUserPool(context: OperationContext): Operation {
  return operation({
    name: 'DescribeUserPool',
    access: onUserPool(context),
    fields: { UserPoolId: adminFields.UserPoolId },
    run: ({ UserPoolId }) => ({
      UserPool: userPoolView(context.userPool(UserPoolId), context.userPoolArn(UserPoolId)),
    }),
  });
}

function userPoolView({ userPoolId, settings, users }: UserPool, arn: string): object {
  const { passwordPolicy, triggers, verificationMessage, email } = settings;
  return {
    Id: userPoolId,
    Name: settings.name ?? userPoolId,
    Arn: arn,
    Policies: {
      PasswordPolicy: {
        MinimumLength: passwordPolicy.minimumLength,
        RequireUppercase: passwordPolicy.requireUppercase,
        RequireLowercase: passwordPolicy.requireLowercase,
        RequireNumbers: passwordPolicy.requireNumbers,
        RequireSymbols: passwordPolicy.requireSymbols,
        TemporaryPasswordValidityDays: settings.temporaryPasswordValidityDays,
      },
    },
    LambdaConfig: {
      ...triggers.functions,
      ...(triggers.functions.PreTokenGeneration === undefined
        ? {}
        : {
            PreTokenGenerationConfig: {
              LambdaArn: triggers.functions.PreTokenGeneration,
              LambdaVersion: triggers.preTokenGenerationVersion,
            },
          }),
    },
    SchemaAttributes: settings.schema.map(({ name, required, mutable, minLength, maxLength }) => ({
      Name: name,
      AttributeDataType: 'String',
      DeveloperOnlyAttribute: false,
      Mutable: mutable,
      Required: required,
      StringAttributeConstraints: { MinLength: String(minLength), MaxLength: String(maxLength) },
    })),
    AutoVerifiedAttributes: settings.autoVerifiedAttributes,
    UsernameAttributes: settings.usernameAttributes,
    UsernameConfiguration: { CaseSensitive: settings.caseSensitive },
    EmailVerificationSubject: verificationMessage.subject,
    EmailVerificationMessage: verificationMessage.text,
    EmailConfiguration: {
      EmailSendingAccount: email.sendingAccount,
      ...(email.sendingAccount === 'DEVELOPER' ? { From: email.from } : {}),
      ...(email.replyTo === undefined ? {} : { ReplyToEmailAddress: email.replyTo }),
    },
    MfaConfiguration: settings.mfa,
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: settings.allowAdminCreateUserOnly },
    AccountRecoverySetting: {
      RecoveryMechanisms: settings.recoveryMechanisms.map((Name, index) => ({ Name, Priority: index + 1 })),
    },
    EstimatedNumberOfUsers: users.all().length,
  };
}
