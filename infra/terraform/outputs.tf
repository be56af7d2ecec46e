output "stack_id" {
  description = "The id of the stack."
  value       = aws_cloudformation_stack.guard.id
}

output "alert_topic_arn" {
  description = "The SNS topic that alerts and alarms are published to."
  value       = aws_cloudformation_stack.guard.outputs["AlertTopicArn"]
}

output "outputs" {
  description = "Every output of the stack, by its name in the template."
  value       = aws_cloudformation_stack.guard.outputs
}
