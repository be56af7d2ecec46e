provider "aws" {
  region = "eu-central-1"
}

module "nacl_ephemeral_guard" {
  source = "../.."

  email = "network-team@example.com"
  mode  = "notify"
}

output "alert_topic_arn" {
  value = module.nacl_ephemeral_guard.alert_topic_arn
}
