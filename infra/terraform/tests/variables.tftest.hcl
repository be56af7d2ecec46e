mock_provider "aws" {
  mock_resource "aws_cloudformation_stack" {
    defaults = { outputs = { AlertTopicArn = "arn:aws:sns:eu-central-1:123456789012:alerts" } }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
}

variables {
  template_file = "tests/template.json"
}

run "defaults" {
  assert {
    condition     = aws_cloudformation_stack.guard.parameters["Mode"] == "notify"
    error_message = "Mode is ${aws_cloudformation_stack.guard.parameters["Mode"]}, expected notify."
  }
  assert {
    condition     = length(aws_cloudformation_stack.guard.parameters) == length(local.parameters)
    error_message = "The stack lacks parameters of the module."
  }
  assert {
    condition     = output.alert_topic_arn == "arn:aws:sns:eu-central-1:123456789012:alerts"
    error_message = "The topic is ${output.alert_topic_arn}."
  }
  assert {
    condition     = length(aws_s3_bucket.template) == 1
    error_message = "Without template_bucket the module makes a bucket."
  }
  assert {
    condition     = startswith(aws_cloudformation_stack.guard.template_url, "https://") && endswith(aws_cloudformation_stack.guard.template_url, ".template.json")
    error_message = "The address of the template is ${aws_cloudformation_stack.guard.template_url}."
  }
}

run "own_bucket" {
  variables {
    template_bucket = "templates"
    mode            = "remediate"
    tags            = { team = "network" }
  }
  assert {
    condition     = length(aws_s3_bucket.template) == 0 && aws_s3_object.template.bucket == "templates"
    error_message = "The template is not in the bucket that was given."
  }
  assert {
    condition     = aws_cloudformation_stack.guard.template_url == "https://templates.s3.eu-central-1.amazonaws.com/${aws_s3_object.template.key}"
    error_message = "The address of the template is ${aws_cloudformation_stack.guard.template_url}."
  }
  assert {
    condition     = aws_cloudformation_stack.guard.parameters["Mode"] == "remediate" && aws_cloudformation_stack.guard.tags["team"] == "network"
    error_message = "The stack did not get the variables."
  }
}

run "key_of_another_region" {
  command = plan
  variables {
    alert_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
  expect_failures = [aws_cloudformation_stack.guard]
}

run "key_of_the_region" {
  variables {
    alert_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
  assert {
    condition     = aws_cloudformation_stack.guard.parameters["AlertKeyArn"] == var.alert_key_arn
    error_message = "The stack did not get the key."
  }
}

run "channel_of_slack" {
  variables {
    slack_workspace_id = "T0123ABCD"
    slack_channel_id   = "C0123ABCD"
  }
  assert {
    condition     = aws_cloudformation_stack.guard.parameters["SlackChannelId"] == "C0123ABCD"
    error_message = "The stack did not get the channel."
  }
}

run "amazon_q_elsewhere" {
  command = plan
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }
  variables {
    slack_workspace_id = "T0123ABCD"
    slack_channel_id   = "C0123ABCD"
  }
  expect_failures = [aws_cloudformation_stack.guard]
}
