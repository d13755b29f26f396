import { type App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { directoryVariables } from '../../../contract/function-environment.js';
import {
  createStack,
  literal,
  pairs,
  resource,
  resourcesOfType,
  roleStatements,
  synthesizedTemplate,
} from '../synthesized-template.js';

const slowSynthesis = 60_000;

function backEnd(scope: Stack): LambdaFunction {
  const code = Code.fromInline('exports.handler = async () => {}');
  return new LambdaFunction(scope, 'BackEnd', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code });
}

describe('the directory', () => {
  const template = synthesizedTemplate({ directory: true });

  it('is one table, on demand, encrypted, restorable, kept, with an index that asks the other way round', () => {
    const table = resource(template, 'AWS::DynamoDB::Table');
    expect(table.Properties).toEqual({
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'inverse',
          KeySchema: [
            { AttributeName: 'sk', KeyType: 'HASH' },
            { AttributeName: 'pk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(table.DeletionPolicy).toBe('RetainExceptOnCreate');
    const thrownAway = synthesizedTemplate({ directory: true, removalPolicy: 'destroy' });
    expect(resource(thrownAway, 'AWS::DynamoDB::Table').DeletionPolicy).toBe('Delete');
  }, 60_000);

  it('is told to the function, which may update and query items of it and nothing else', () => {
    const { Environment } = resource(template, 'AWS::Lambda::Function', 'AttachPolicy').Properties;
    const [table, userPool] = directoryVariables.map((name) => literal(Environment.Variables[name]));
    expect(table).toMatch(/^<AccessDirectoryTable\w+>$/);
    expect(userPool).toMatch(/^<AccessSignInUserPool\w+>$/);
    const before = pairs(roleStatements(synthesizedTemplate(), 'AttachPolicyRole'));
    const added = pairs(roleStatements(template, 'AttachPolicyRole')).filter((pair) => !before.includes(pair));
    expect(added).toEqual(
      ['Query', 'UpdateItem'].map((action) =>
        expect.stringMatching(new RegExp(`^dynamodb:${action} <AccessDirectoryTable\\w+\\.Arn>$`)),
      ),
    );
  }, 60_000);

  it('is an output, and of no role of users', () => {
    expect(literal(template.Outputs.DirectoryTable?.Value)).toMatch(/^<AccessDirectoryTable\w+>$/);
    const ofUsers = pairs(roleStatements(template, 'SignInAuthenticatedRole'));
    expect(ofUsers).toEqual(pairs(roleStatements(synthesizedTemplate(), 'SignInAuthenticatedRole')));
  }, 60_000);

  it('is nowhere by default', () => {
    const byDefault = synthesizedTemplate();
    expect(resourcesOfType(byDefault, 'AWS::DynamoDB::Table')).toEqual([]);
    expect(JSON.stringify(byDefault)).not.toMatch(/dynamodb|DIRECTORY|USER_POOL_ID/);
  });
});

describe('reading the directory', () => {
  it(
    'is granted to a function, which is told where, and to nobody else',
    () => {
      const stack = createStack({ directory: true });
      stack.iotAccess.grantDirectoryRead(backEnd(stack));
      const template = synthesizedTemplate(stack);
      expect(pairs(roleStatements(template, 'BackEnd'))).toEqual([
        expect.stringMatching(/^dynamodb:GetItem <AccessDirectoryTable\w+\.Arn>$/),
        expect.stringMatching(/^dynamodb:Query <AccessDirectoryTable\w+\.Arn>$/),
        expect.stringMatching(/^dynamodb:Query <AccessDirectoryTable\w+\.Arn>\/index\/inverse$/),
      ]);
      const { Environment } = resource(template, 'AWS::Lambda::Function', 'BackEnd').Properties;
      expect(JSON.parse(literal(Environment.Variables.DIRECTORY))).toEqual({
        tableName: expect.stringMatching(/^<AccessDirectoryTable\w+>$/),
        userPoolId: expect.stringMatching(/^<AccessSignInUserPool\w+>$/),
      });
    },
    slowSynthesis,
  );

  it(
    'is granted to a role, too, and to a function of another stack',
    () => {
      const stack = createStack({ directory: true });
      const other = new Stack(stack.node.root as App, 'Other');
      const role = new Role(other, 'Reader', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
      stack.iotAccess.grantDirectoryRead(role);
      stack.iotAccess.grantDirectoryRead(backEnd(other));
      const app = (stack.node.root as App).synth();
      const template = JSON.stringify(app.getStackArtifact(other.artifactId).template);
      expect(template).toMatch(/Fn::(ImportValue|GetStackOutput)/);
      expect(template.match(/dynamodb:GetItem/g)).toHaveLength(2);
    },
    slowSynthesis,
  );

  it('is refused where there is none', () => {
    const stack = createStack({});
    expect(() => stack.iotAccess.grantDirectoryRead(backEnd(stack))).toThrow(/set "directory" to true/);
  });
});
