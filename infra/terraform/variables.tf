# Written from infra/parameters.ts by "npm run terraform:variables": change that file, not this one.

variable "stack_name" {
  description = "The name of the stack."
  type        = string
  default     = "nacl-ephemeral-guard-prod"
}

variable "template_bucket" {
  description = "A bucket of this region for the template; null: the module makes one."
  type        = string
  default     = null
}

variable "template_file" {
  description = "Another template than that of the module."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the stack, and of what it makes."
  type        = map(string)
  default     = {}
}

variable "mode" {
  description = "What the guard may do: notify only reports; opt-in adds missing rules where the tag nacl-ephemeral-guard is remediate; remediate adds them everywhere, unless the tag has another value."
  type        = string
  default     = "notify"
  nullable    = false

  validation {
    condition     = contains(["notify", "opt-in", "remediate"], var.mode)
    error_message = "mode is ${var.mode}, expected notify, opt-in or remediate."
  }
}

variable "read_exposure" {
  description = "Whether the guard reads what interfaces and security groups accept."
  type        = string
  default     = "true"
  nullable    = false

  validation {
    condition     = contains(["true", "false"], var.read_exposure)
    error_message = "read_exposure is ${var.read_exposure}, expected true or false."
  }
}

variable "email" {
  description = "An address that gets the alerts. It has to confirm the subscription."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[^\\s@]+@[^\\s@]+))$", var.email))
    error_message = "email is ${var.email}, expected none or an email address."
  }
}

variable "slack_webhook_parameter" {
  description = "The name of the SSM parameter (SecureString) with the URL of an incoming webhook of Slack."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:(?:/[\\w.-]+){1,15}))$", var.slack_webhook_parameter)) && length(var.slack_webhook_parameter) <= 900
    error_message = "slack_webhook_parameter is ${var.slack_webhook_parameter}, expected none or the name of an SSM parameter such as /nacl-ephemeral-guard/slack-webhook."
  }
}

variable "slack_mention" {
  description = "Whom the webhook mentions in alerts of high severity: here, or a user group."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:here|S[0-9A-Z]{2,30}))$", var.slack_mention))
    error_message = "slack_mention is ${var.slack_mention}, expected none or here or the id of a Slack user group such as S0123ABCD."
  }
}

variable "slack_workspace_id" {
  description = "The Slack workspace for Amazon Q Developer in chat applications. Authorise it there first."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[T][0-9A-Z]{2,30}))$", var.slack_workspace_id))
    error_message = "slack_workspace_id is ${var.slack_workspace_id}, expected none or the id of a Slack workspace such as T0123ABCD."
  }
}

variable "slack_channel_id" {
  description = "The channel of the Slack workspace."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[CG][0-9A-Z]{2,30}))$", var.slack_channel_id))
    error_message = "slack_channel_id is ${var.slack_channel_id}, expected none or the id of a Slack channel such as C0123ABCD."
  }
}

variable "teams_tenant_id" {
  description = "The Microsoft Teams tenant for Amazon Q Developer in chat applications. Authorise the team there first."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}))$", var.teams_tenant_id))
    error_message = "teams_tenant_id is ${var.teams_tenant_id}, expected none or the id of a Microsoft Teams tenant such as 01234567-89ab-cdef-0123-456789abcdef."
  }
}

variable "teams_team_id" {
  description = "The team of the Microsoft Teams tenant."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}))$", var.teams_team_id))
    error_message = "teams_team_id is ${var.teams_team_id}, expected none or the id of a Microsoft Teams team such as 01234567-89ab-cdef-0123-456789abcdef."
  }
}

variable "teams_channel_id" {
  description = "The channel of the Microsoft Teams team."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[a-zA-Z0-9_=+/.,-]*%3[aA][a-zA-Z0-9_=+/.,-]*%40[a-zA-Z0-9_=+/.,-]*))$", var.teams_channel_id)) && length(var.teams_channel_id) <= 256
    error_message = "teams_channel_id is ${var.teams_channel_id}, expected none or the id of a Microsoft Teams channel as in its link, such as 19%3Aabc%40thread.tacv2."
  }
}

variable "min_severity" {
  description = "Gaps below this severity are only logged."
  type        = string
  default     = "medium"
  nullable    = false

  validation {
    condition     = contains(["low", "medium", "high"], var.min_severity)
    error_message = "min_severity is ${var.min_severity}, expected low, medium or high."
  }
}

variable "ephemeral_ports" {
  description = "The ports that replies must reach."
  type        = string
  default     = "1024-65535"
  nullable    = false

  validation {
    condition     = can(regex("^(?:(?:\\d|[1-9]\\d{1,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])-(?:\\d|[1-9]\\d{1,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])(?:,(?:\\d|[1-9]\\d{1,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])-(?:\\d|[1-9]\\d{1,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))*)$", var.ephemeral_ports))
    error_message = "ephemeral_ports is ${var.ephemeral_ports}, expected port ranges such as 1024-65535 or 1025-5000,32768-60999."
  }
}

variable "report_ingress" {
  description = "Whether to alert when answers to the subnets' own connections are not let in."
  type        = string
  default     = "true"
  nullable    = false

  validation {
    condition     = contains(["true", "false"], var.report_ingress)
    error_message = "report_ingress is ${var.report_ingress}, expected true or false."
  }
}

variable "rule_quota" {
  description = "The account's quota of rules for a network ACL, a direction and an address family."
  type        = string
  default     = "20"
  nullable    = false

  validation {
    condition     = can(regex("^(?:[1-9]|[1-3]\\d|40)$", var.rule_quota))
    error_message = "rule_quota is ${var.rule_quota}, expected a whole number from 1 to 40."
  }
}

variable "sweep_schedule" {
  description = "When every network ACL is reviewed, once a day at least."
  type        = string
  default     = "rate(1 day)"
  nullable    = false

  validation {
    condition     = can(regex("^(?:rate\\((?:1 minute|(?:[2-9]|[1-9]\\d{1,2}|1[0-3]\\d{2}|14[0-3]\\d|1440) minutes|1 hour|(?:[2-9]|1\\d|2[0-4]) hours|1 day)\\)|cron\\((?:\\*|[0-5]?\\d(?:-[0-5]?\\d)?)(?:/[1-9]\\d?)?(?:,(?:\\*|[0-5]?\\d(?:-[0-5]?\\d)?)(?:/[1-9]\\d?)?)* (?:\\*|(?:[01]?\\d|2[0-3])(?:-(?:[01]?\\d|2[0-3]))?)(?:/[1-9]\\d?)?(?:,(?:\\*|(?:[01]?\\d|2[0-3])(?:-(?:[01]?\\d|2[0-3]))?)(?:/[1-9]\\d?)?)* (?:\\* \\* \\?|\\? \\* \\*) \\*\\))$", var.sweep_schedule))
    error_message = "sweep_schedule is ${var.sweep_schedule}, expected rate(…) of at most a day such as rate(12 hours), or cron(…) that runs every day such as cron(30 5 * * ? *)."
  }
}

variable "settle_seconds" {
  description = "How long a burst of changes may settle before it is reviewed."
  type        = string
  default     = "60"
  nullable    = false

  validation {
    condition     = can(regex("^(?:0|[1-9]\\d?|[1-8]\\d{2}|900)$", var.settle_seconds))
    error_message = "settle_seconds is ${var.settle_seconds}, expected a whole number from 0 to 900."
  }
}

variable "remind_after_hours" {
  description = "When an open gap is alerted again; 0: with every review."
  type        = string
  default     = "168"
  nullable    = false

  validation {
    condition     = can(regex("^(?:0|[1-9]\\d{0,2}|[1-7]\\d{3}|8[0-6]\\d{2}|87[0-5]\\d|8760)$", var.remind_after_hours))
    error_message = "remind_after_hours is ${var.remind_after_hours}, expected a whole number from 0 to 8760."
  }
}

variable "organization_id" {
  description = "The AWS organisation whose accounts may be members of this hub. Every account of it may then put events on its bus."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:o-[a-z0-9]{10,32}))$", var.organization_id))
    error_message = "organization_id is ${var.organization_id}, expected none or the id of an organisation such as o-a1b2c3d4e5."
  }
}

variable "member_account_ids" {
  description = "Accounts that may be members without an organisation. For other regions of this account: its own id."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:\\d{12}(?:,\\d{12})*))$", var.member_account_ids)) && length(var.member_account_ids) <= 1299
    error_message = "member_account_ids is ${var.member_account_ids}, expected none or up to 100 account ids of 12 digits such as 111122223333,444455556666."
  }
}

variable "ignored_accounts" {
  description = "Accounts whose events the hub refuses."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:\\d{12}(?:,\\d{12})*))$", var.ignored_accounts)) && length(var.ignored_accounts) <= 1169
    error_message = "ignored_accounts is ${var.ignored_accounts}, expected none or up to 90 account ids of 12 digits such as 111122223333,444455556666."
  }
}

variable "external_id" {
  description = "The external id that the roles of members ask for. An organisation needs none."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[A-Za-z0-9+=,.@:/_-]{2,200}))$", var.external_id))
    error_message = "external_id is ${var.external_id}, expected none or 2 to 200 letters, digits and +=,.@:/_-."
  }
}

variable "digest_by" {
  description = "Whether a digest is about all members, or each account has one."
  type        = string
  default     = "organisation"
  nullable    = false

  validation {
    condition     = contains(["organisation", "account"], var.digest_by)
    error_message = "digest_by is ${var.digest_by}, expected organisation or account."
  }
}

variable "namespace" {
  description = "What the names of the functions and of the dashboard begin with. Another stack in the account needs another one."
  type        = string
  default     = "nacl-ephemeral-guard-prod"
  nullable    = false

  validation {
    condition     = can(regex("^(?:[A-Za-z][A-Za-z0-9-]{1,38}[A-Za-z0-9])$", var.namespace))
    error_message = "namespace is ${var.namespace}, expected 3 to 40 letters, digits and hyphens, a letter first, such as nacl-ephemeral-guard-prod."
  }
}

variable "alert_key_arn" {
  description = "A KMS key of this region for the alert topic. Without one the stack makes its own."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/(?:mrk-)?[0-9a-f-]{32,36}))$", var.alert_key_arn))
    error_message = "alert_key_arn is ${var.alert_key_arn}, expected none or the ARN of a KMS key such as arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "lean" {
  description = "Two alarms in place of fourteen or more, and no dashboard."
  type        = string
  default     = "false"
  nullable    = false

  validation {
    condition     = contains(["true", "false"], var.lean)
    error_message = "lean is ${var.lean}, expected true or false."
  }
}

variable "log_retention_days" {
  description = "How many days CloudWatch keeps the logs."
  type        = string
  default     = "90"
  nullable    = false

  validation {
    condition     = contains(["7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545", "731", "1827", "3653"], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}, expected 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827 or 3653."
  }
}

variable "role_path" {
  description = "The path of the roles."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^(?:/(?:[A-Za-z0-9+=,.@_-]+/)*)$", var.role_path)) && length(var.role_path) <= 100
    error_message = "role_path is ${var.role_path}, expected / or a path such as /platform/network/."
  }
}

variable "permissions_boundary_name" {
  description = "A managed policy of the account that bounds the roles, with its path."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = can(regex("^(?:none|(?:[A-Za-z0-9+=,.@_-]+(?:/[A-Za-z0-9+=,.@_-]+)*))$", var.permissions_boundary_name)) && length(var.permissions_boundary_name) <= 512
    error_message = "permissions_boundary_name is ${var.permissions_boundary_name}, expected none or the name of a managed policy such as boundaries/workload."
  }
}

variable "handed_over" {
  description = "Whether a hub of the organisation has taken over: the rules are then off, and everything else stays."
  type        = string
  default     = "false"
  nullable    = false

  validation {
    condition     = contains(["true", "false"], var.handed_over)
    error_message = "handed_over is ${var.handed_over}, expected true or false."
  }
}

locals {
  parameters = {
    Mode                    = var.mode
    ReadExposure            = var.read_exposure
    Email                   = var.email
    SlackWebhookParameter   = var.slack_webhook_parameter
    SlackMention            = var.slack_mention
    SlackWorkspaceId        = var.slack_workspace_id
    SlackChannelId          = var.slack_channel_id
    TeamsTenantId           = var.teams_tenant_id
    TeamsTeamId             = var.teams_team_id
    TeamsChannelId          = var.teams_channel_id
    MinSeverity             = var.min_severity
    EphemeralPorts          = var.ephemeral_ports
    ReportIngress           = var.report_ingress
    RuleQuota               = var.rule_quota
    SweepSchedule           = var.sweep_schedule
    SettleSeconds           = var.settle_seconds
    RemindAfterHours        = var.remind_after_hours
    OrganizationId          = var.organization_id
    MemberAccountIds        = var.member_account_ids
    IgnoredAccounts         = var.ignored_accounts
    ExternalId              = var.external_id
    DigestBy                = var.digest_by
    Namespace               = var.namespace
    AlertKeyArn             = var.alert_key_arn
    Lean                    = var.lean
    LogRetentionDays        = var.log_retention_days
    RolePath                = var.role_path
    PermissionsBoundaryName = var.permissions_boundary_name
    HandedOver              = var.handed_over
  }

  incomplete = compact([
    var.slack_workspace_id == "none" && var.slack_channel_id != "none" ? "slack_workspace_id is none, expected an id, because slack_channel_id has one." : "",
    var.slack_channel_id == "none" && var.slack_workspace_id != "none" ? "slack_channel_id is none, expected an id, because slack_workspace_id has one." : "",
    var.teams_tenant_id == "none" && var.teams_team_id != "none" ? "teams_tenant_id is none, expected an id, because teams_team_id has one." : "",
    var.teams_tenant_id == "none" && var.teams_channel_id != "none" ? "teams_tenant_id is none, expected an id, because teams_channel_id has one." : "",
    var.teams_team_id == "none" && var.teams_tenant_id != "none" ? "teams_team_id is none, expected an id, because teams_tenant_id has one." : "",
    var.teams_team_id == "none" && var.teams_channel_id != "none" ? "teams_team_id is none, expected an id, because teams_channel_id has one." : "",
    var.teams_channel_id == "none" && var.teams_tenant_id != "none" ? "teams_channel_id is none, expected an id, because teams_tenant_id has one." : "",
    var.teams_channel_id == "none" && var.teams_team_id != "none" ? "teams_channel_id is none, expected an id, because teams_team_id has one." : "",
  ])
}
