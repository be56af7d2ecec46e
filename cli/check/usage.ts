/** What `--help` prints. */
export const USAGE = `usage: nacl-ephemeral-guard check [FILE ... | FOLDER | -] [options]

Reports whether replies reach the clients that network ACLs let in. Reads the output of
"aws ec2 describe-network-acls" from files or standard input (-). Without a file it reads
all network ACLs of a region from EC2.

Files may also have the output of describe-network-interfaces, describe-security-groups,
describe-subnets and describe-vpcs, or a snapshot of AWS Config that has them all: then it
knows what the instances accept.

Output:
  --format FORMAT         table, json, sarif, junit, markdown, github or html (default: table)
  --json                  the same as --format json (docs/check.schema.json)
  --fix FORMAT            print only the missing rules: cli, terraform or cloudformation
  -o FILE                 write the report to a file, and only the counts to the terminal
  --all                   everything: also what is covered, muted or not made worse by a plan
  --color                 color also a file or a pipe

Result:
  --fail-on SEVERITY      exit with 1 from this severity: low, medium, high or never
                          (default: medium)
  --strict                exit with 1 also where a value is known only after apply
  --baseline FILE         accept the findings that the file lists
  --write-baseline FILE   write the findings that would fail to a file, to accept them
  --allow-empty           accept an input without a network ACL

Input:
  --network-acls FILE     network ACLs to which a plan or template only refers; ec2: read
                          them from the region
  --parameters FILE       the values of a template's parameters
  --region R[,R]          the regions to read, or all (default: as the AWS CLI finds it)
  --profile P[,P]         the profiles to use (default: as the AWS CLI finds it)
  --organisation          all members of a hub, as its last sweep found them; --region,
                          --profile and --stage (default: prod) name the hub
  --role-name NAME        with --organisation: read every member now, with this role
  --ephemeral-ports LIST  the ports that replies must reach (default: 1024-65535)
  --rule-quota N          the quota of rules per direction and address family (default: 20)

  -h, --help              print this text
  --version               print the version

Exit codes: 0 nothing found from --fail-on; 1 something found; 2 the input or the options
cannot be used.`;
