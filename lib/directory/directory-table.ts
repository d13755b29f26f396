import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { directoryIndex } from '../../contract/directory-items.js';
import { setVariable } from './set-variable.js';

export interface DirectoryTableProps {
  /** Whose users are recorded. */
  readonly userPoolId: string;
  /** @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE: whom an identity belongs to is known nowhere else */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Who is who: a table with each user's identities, written by the attach-policy function before it attaches. Cognito
 * has no call that finds the one by the other.
 */
export class DirectoryTable extends Construct {
  readonly table: ITable;
  private readonly userPoolId: string;

  constructor(scope: Construct, id: string, props: DirectoryTableProps) {
    super(scope, id);
    this.userPoolId = props.userPoolId;
    const [pk, sk] = ['pk', 'sk'].map((name) => ({ name, type: AttributeType.STRING })) as [Key, Key];
    // Encrypted with a key that AWS owns, as every table that says nothing else. A key of the account, even one that AWS
    // manages, is paid for at each use, and whoever reads the table would need a right to the key as well.
    const table = new Table(this, 'Table', {
      partitionKey: pk,
      sortKey: sk,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    table.addGlobalSecondaryIndex({
      indexName: directoryIndex,
      partitionKey: sk,
      sortKey: pk,
      projectionType: ProjectionType.ALL,
    });
    // Its own interface the CDK's class does not fulfil exactly.
    this.table = table as ITable;
  }

  /** ARN of the index that asks the other way round. */
  get indexArn(): string {
    return `${this.table.tableArn}/index/${directoryIndex}`;
  }

  /** Lets a back end look up a user's identities and an identity's user, and change nothing. A function is told where:
   * its variable `DIRECTORY`. */
  grantRead(grantee: IGrantable): Grant {
    const { tableName, tableArn } = this.table;
    setVariable(grantee, 'DIRECTORY', Stack.of(this).toJsonString({ tableName, userPoolId: this.userPoolId }));
    const ofTable = Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:GetItem', 'dynamodb:Query'],
      resourceArns: [tableArn],
    });
    // An index has no GetItem.
    return ofTable.combine(
      Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns: [this.indexArn] }),
    );
  }
}

interface Key {
  readonly name: string;
  readonly type: AttributeType;
}
