locals {
  template = coalesce(var.template_file, "${path.module}/nacl-ephemeral-guard.template.json")
  bucket   = var.template_bucket == null ? aws_s3_bucket.template[0].id : var.template_bucket
}

# CloudFormation takes a template of this size only by its address in S3.
resource "aws_s3_bucket" "template" {
  count = var.template_bucket == null ? 1 : 0

  bucket_prefix = "nacl-ephemeral-guard-"
  force_destroy = true
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "template" {
  count = var.template_bucket == null ? 1 : 0

  bucket                  = aws_s3_bucket.template[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_object" "template" {
  bucket = local.bucket
  # A key for each template: another one is an update of the stack.
  key    = "nacl-ephemeral-guard/${filemd5(local.template)}.template.json"
  source = local.template
  tags   = var.tags
}

data "aws_region" "current" {}

data "aws_partition" "current" {}

resource "aws_cloudformation_stack" "guard" {
  name         = var.stack_name
  capabilities = ["CAPABILITY_NAMED_IAM"]
  template_url = "https://${aws_s3_object.template.bucket}.s3.${data.aws_region.current.name}.${data.aws_partition.current.dns_suffix}/${aws_s3_object.template.key}"
  parameters   = local.parameters
  tags         = var.tags

  lifecycle {
    precondition {
      condition     = length(local.incomplete) == 0
      error_message = join(" ", local.incomplete)
    }
    precondition {
      condition     = data.aws_partition.current.partition == "aws" || (var.slack_workspace_id == "none" && var.teams_tenant_id == "none")
      error_message = "slack_workspace_id or teams_tenant_id is given, expected none, because Amazon Q Developer in chat applications does not exist in this partition."
    }
    precondition {
      condition     = var.alert_key_arn == "none" || strcontains(var.alert_key_arn, ":kms:${data.aws_region.current.name}:")
      error_message = "alert_key_arn is ${var.alert_key_arn}, expected a key of ${data.aws_region.current.name}, the region of the deployment."
    }
  }
}
