import { whatIsLeftOut } from '../../cli/sandbox/what-is-left-out.js';

const url = 'http://127.0.0.1:8001';
const bucket = { stack: 'Shop', logicalId: 'Site', type: 'AWS::S3::Bucket' };

it('says nothing where all is emulated', () => {
  expect(whatIsLeftOut([], url)).toBe('');
});

it('counts what is left out by type, and says the reason of what has one', () => {
  const topic = { stack: 'Shop', logicalId: 'Alerts', type: 'AWS::SNS::Topic' };
  const table = { stack: 'Shop/Data', logicalId: 'Items', type: 'AWS::DynamoDB::Table', reason: 'It has throughput.' };
  expect(whatIsLeftOut([topic, bucket, { ...bucket, logicalId: 'Logs' }, table], url)).toBe(
    '\nLeft out, with made-up values for what refers to it: AWS::S3::Bucket (2), AWS::SNS::Topic.\n' +
      'Left out, too:\n  Shop/Data/Items: It has throughput.\n' +
      'Each with its stack: http://127.0.0.1:8001/_sandbox/not-emulated\n',
  );
  expect(whatIsLeftOut([table], url)).not.toContain('made-up');
});
