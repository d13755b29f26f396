import { readRoles } from '../../../sandbox/iam/role-resources.js';
import type { TemplateResource } from '../../../sandbox/template/assembly.js';
import { stackOf } from './stacks.js';

const att = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });
const ref = (name: string) => ({ Ref: name });

/** What this stands for beside a resource `It` of that type. */
const value = (type: string, Value: unknown, Properties = {}) =>
  stackOf({ It: { Type: type, Properties } }, { Outputs: { Value: { Value } } }).outputs().Value;

describe('a resource that is left out', () => {
  it.each([
    { type: 'AWS::S3::Bucket', of: ref('It'), made: /^stack-it-[a-z0-9]{12}$/ },
    { type: 'AWS::S3::Bucket', of: att('It', 'Arn'), made: /^arn:aws:s3:::stack-it-[a-z0-9]{12}$/ },
    { type: 'AWS::S3::Bucket', of: att('It', 'DomainName'), made: /^stack-it-[a-z0-9]{12}\.s3\.amazonaws\.com$/ },
    { type: 'AWS::S3::Bucket', of: att('It', 'RegionalDomainName'), made: /\.s3\.eu-west-1\.amazonaws\.com$/ },
    { type: 'AWS::SNS::Topic', of: ref('It'), made: /^arn:aws:sns:eu-west-1:111122223333:Stack-It-\w{12}$/ },
    {
      type: 'AWS::SQS::Queue',
      of: ref('It'),
      made: /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111122223333\/Stack-It-/,
    },
    { type: 'AWS::SQS::Queue', of: att('It', 'Arn'), made: /^arn:aws:sqs:eu-west-1:111122223333:Stack-It-\w{12}$/ },
    {
      type: 'AWS::Kinesis::Stream',
      of: att('It', 'Arn'),
      made: /^arn:aws:kinesis:eu-west-1:111122223333:stream\/Stack-It-/,
    },
    { type: 'AWS::Events::Rule', of: att('It', 'Arn'), made: /^arn:aws:events:eu-west-1:111122223333:rule\/Stack-It-/ },
    { type: 'AWS::CloudFront::Distribution', of: att('It', 'DomainName'), made: /^d[a-z0-9]{13}\.cloudfront\.net$/ },
    {
      type: 'AWS::AppSync::GraphQLApi',
      of: att('It', 'GraphQLUrl'),
      made: /^https:\/\/[a-z0-9]{26}\.appsync-api\.eu-west-1\./,
    },
    { type: 'AWS::CloudWatch::Alarm', of: ref('It'), made: /^Stack-It-\w{12}$/ },
    { type: 'AWS::KMS::Key', of: att('It', 'Arn'), made: /^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}$/ },
    { type: 'AWS::EC2::VPC', of: ref('It'), made: /^vpc-0[a-z0-9]{17}$/ },
    { type: 'AWS::IAM::User', of: att('It', 'Arn'), made: /^arn:aws:iam::111122223333:user\/Stack-It-/ },
    {
      type: 'AWS::Batch::JobQueue',
      of: att('It', 'JobQueueArn'),
      made: /^arn:aws:batch:eu-west-1:111122223333:jobqueue\/Stack-It-/,
    },
    { type: 'AWS::Batch::JobQueue', of: att('It', 'State'), made: /^made-up-It-State-\w{6}$/ },
    { type: 'Custom::Thing', of: att('It', 'Some.Value'), made: /^made-up-It-Some-Value-\w{6}$/ },
    { type: 'Custom::IoT', of: att('It', 'TopicArn'), made: /^arn:aws:made-up:eu-west-1:111122223333:iot\/Stack-It-/ },
    { type: 'AWS::StepFunctions::StateMachine', of: att('It', 'Name'), made: /^made-up-It-Name-/ },
  ])('$type has something of the usual kind for $of', ({ type, of, made }) => {
    expect(value(type, of)).toMatch(made);
    expect(value(type, of)).toBe(value(type, of));
  });

  it('is called as the template calls it', () => {
    expect(value('AWS::S3::Bucket', att('It', 'Arn'), { BucketName: 'ours' })).toBe('arn:aws:s3:::ours');
    expect(value('AWS::Kinesis::Stream', ref('It'), { Name: 'events' })).toBe('events');
    expect(value('AWS::Batch::JobQueue', ref('It'), { JobQueueName: 'jobs' })).toBe('jobs');
  });

  it('has a list where the attribute is one', () => {
    expect(value('AWS::Route53::HostedZone', { 'Fn::Select': [1, att('It', 'NameServers')] })).toMatch(/^ns-2\./);
  });

  it('is listed', () => {
    const { notEmulated } = stackOf({ Bucket: { Type: 'AWS::S3::Bucket' }, Thing: { Type: 'Custom::Thing' } });
    expect(notEmulated.map(({ logicalId }) => logicalId)).toEqual(['Bucket', 'Thing']);
  });

  it('lets a policy that names it allow that one resource, and nothing else', () => {
    const Resource = [att('Bucket', 'Arn'), { 'Fn::Join': ['', [att('Bucket', 'Arn'), '/*']] }, att('Thing', 'Arn')];
    const stack = stackOf({
      Bucket: { Type: 'AWS::S3::Bucket' },
      Thing: { Type: 'Custom::Thing' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'App',
          AssumeRolePolicyDocument: {},
          Policies: [
            { PolicyName: 'P', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource }] } },
          ],
        },
      },
    });
    const [document] = readRoles(stack)[0]?.policies ?? [];
    expect(JSON.stringify(document).match(/"arn:[^"]*"/g)).toEqual([
      expect.stringMatching(/^"arn:aws:s3:::stack-bucket-\w{12}"$/),
      expect.stringMatching(/^"arn:aws:s3:::stack-bucket-\w{12}\/\*"$/),
      expect.stringMatching(/^"arn:aws:made-up:eu-west-1:111122223333:thing\/Stack-Thing-\w{12}"$/),
    ]);
  });
});

describe('what would be tried', () => {
  const custom = { Type: 'Custom::Thing', Properties: {} };
  const domain = (Domain: unknown): TemplateResource => ({
    Type: 'AWS::Cognito::UserPoolDomain',
    Properties: { Domain, UserPoolId: 'p' },
  });
  const domainOf = (Domain: unknown, inputs = {}) =>
    stackOf({ Thing: custom, Domain: domain(Domain) }, {}, inputs)
      .ofType('AWS::Cognito::UserPoolDomain')[0]
      ?.properties();

  it.each([
    { title: 'an attribute', Domain: att('Thing', 'Name'), key: 'Name' },
    { title: 'a Ref', Domain: ref('Thing'), key: 'Ref' },
    {
      title: 'a part of a text',
      Domain: { 'Fn::Select': [0, { 'Fn::Split': ['-', att('Thing', 'Name')] }] },
      key: 'Name',
    },
  ])('is not made up: $title of a custom resource', ({ Domain, key }) => {
    expect(() => domainOf(Domain)).toThrow(
      `${key} of Custom::Thing Thing of stack Stack, on which AWS::Cognito::UserPoolDomain Domain of stack Stack rests ` +
        `(give its value: --attribute Stack/Thing.${key}=<value>)`,
    );
    expect(domainOf(Domain, { attributes: { [`Stack/Thing.${key}`]: 'ours' } })).toMatchObject({ Domain: 'ours' });
  });

  const policy = (statement: object) =>
    stackOf({
      Thing: custom,
      Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: [statement] } } },
    })
      .ofType('AWS::IAM::Policy')[0]
      ?.properties();
  const arn = att('Thing', 'Arn');

  it.each([
    { Effect: 'Deny', Action: 'iot:*', Resource: arn },
    { Effect: 'Allow', Action: 'iot:*', NotResource: arn },
    { Effect: 'Allow', Action: 'iot:*', Resource: '*', Condition: { StringNotEquals: { 'aws:x': arn } } },
    { Effect: 'Allow', Action: 'iot:*', Resource: '*', Condition: { 'ForAllValues:ArnNotLike': { 'aws:x': arn } } },
  ])('is not held back less than on AWS by a name that is made up: %j', (statement) => {
    expect(() => policy(statement)).toThrow('on which AWS::IAM::Policy Policy of stack Stack rests');
  });

  it('may be allowed by such a name, which is no other thing', () => {
    expect(() => policy({ Effect: 'Allow', Action: 'x:*', Resource: arn })).not.toThrow();
  });

  it('is not there, or not, by a value that is made up', () => {
    const nested = {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'x/n.json', Parameters: { P: att('Thing', 'Name') } },
    };
    const inner = {
      Parameters: { P: { Type: 'String' } },
      Conditions: { Is: { 'Fn::Equals': [ref('P'), 'x'] } },
      Resources: { Role: { Type: 'AWS::IAM::Role', Condition: 'Is' } },
    };
    expect(() => stackOf({ Thing: custom, Inner: nested }, {}, {}, new Map([['n', inner]]))).toThrow(
      'Name of Custom::Thing Thing of stack Stack, on which the condition Is of stack Stack/Inner rests',
    );
  });

  it('may name what is left out otherwise', () => {
    const stack = stackOf({
      Certificate: { Type: 'AWS::CertificateManager::Certificate' },
      Domain: domain({ 'Fn::Sub': 'x-${Certificate}' }),
    });
    expect(stack.ofType('AWS::Cognito::UserPoolDomain')[0]?.physicalId).toMatch(/^x-arn:aws:acm:/);
  });

  it('is not made up by way of a nested stack either', () => {
    const nested = {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'x/n.json', Parameters: { P: att('Thing', 'Name') } },
    };
    const inner = {
      Parameters: { P: { Type: 'String' } },
      Resources: { Other: { Type: 'AWS::IAM::Role', Properties: { RoleName: ref('P') } }, Domain: domain(ref('P')) },
    };
    const stack = stackOf({ Thing: custom, Inner: nested }, {}, {}, new Map([['n', inner]]));
    expect(readRoles(stack)).toHaveLength(1);
    expect(() => stack.ofType('AWS::Cognito::UserPoolDomain')[0]?.properties()).toThrow(
      '--attribute Stack/Thing.Name=',
    );
  });
});
