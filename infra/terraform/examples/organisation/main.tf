# A hub, and the accounts of an organisational unit as its members. The provider is of an account that is a delegated
# administrator of CloudFormation StackSets.
provider "aws" {
  region = "eu-central-1"
}

locals {
  organization_id = "o-a1b2c3d4e5"
  namespace       = "nacl-ephemeral-guard-prod"
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

module "hub" {
  source = "../.."

  email           = "network-team@example.com"
  organization_id = local.organization_id
  namespace       = local.namespace
}

# A stack with a stack set in it, which has the template of members.
resource "aws_cloudformation_stack" "members" {
  name          = "${local.namespace}-members"
  template_body = file("${path.module}/../../nacl-ephemeral-guard-stack-set.template.json")

  parameters = {
    OrganizationalUnitIds = "ou-a1b2-c3d4e5f6"
    Regions               = "eu-central-1,us-east-1"
    HubAccountId          = data.aws_caller_identity.current.account_id
    HubRegion             = data.aws_region.current.name
    OrganizationId        = local.organization_id
    Namespace             = local.namespace
  }

  # The bus has to exist before a member forwards to it.
  depends_on = [module.hub]
}
