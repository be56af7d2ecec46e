// A provider "aws" with the schemas of what infra/terraform uses, and nothing behind them: "terraform validate" and
// "terraform test" with a mocked provider read schemas only.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type provider struct{ tfprotov5.ProviderServer }

func text(name string, flags string) *tfprotov5.SchemaAttribute {
	return attribute(name, tftypes.String, flags)
}

func attribute(name string, kind tftypes.Type, flags string) *tfprotov5.SchemaAttribute {
	has := func(flag rune) bool {
		for _, each := range flags {
			if each == flag {
				return true
			}
		}
		return false
	}
	return &tfprotov5.SchemaAttribute{Name: name, Type: kind, Required: has('r'), Optional: has('o'), Computed: has('c')}
}

func schema(attributes ...*tfprotov5.SchemaAttribute) *tfprotov5.Schema {
	return &tfprotov5.Schema{Block: &tfprotov5.SchemaBlock{Attributes: attributes}}
}

var texts = tftypes.Map{ElementType: tftypes.String}

func (provider) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	return &tfprotov5.GetMetadataResponse{}, nil
}

func (provider) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		Provider: schema(text("region", "o")),
		ResourceSchemas: map[string]*tfprotov5.Schema{
			"aws_s3_bucket": schema(text("id", "c"), text("bucket_prefix", "oc"), attribute("force_destroy", tftypes.Bool, "o"), attribute("tags", texts, "o")),
			"aws_s3_bucket_public_access_block": schema(text("id", "c"), text("bucket", "r"),
				attribute("block_public_acls", tftypes.Bool, "o"), attribute("block_public_policy", tftypes.Bool, "o"),
				attribute("ignore_public_acls", tftypes.Bool, "o"), attribute("restrict_public_buckets", tftypes.Bool, "o")),
			"aws_s3_object": schema(text("id", "c"), text("bucket", "r"), text("key", "r"), text("source", "o"), attribute("tags", texts, "o")),
			"aws_cloudformation_stack": schema(text("id", "c"), text("name", "r"), attribute("capabilities", tftypes.Set{ElementType: tftypes.String}, "o"),
				text("template_url", "o"), text("template_body", "oc"), attribute("parameters", texts, "oc"), attribute("tags", texts, "o"), attribute("outputs", texts, "c")),
		},
		DataSourceSchemas: map[string]*tfprotov5.Schema{
			"aws_caller_identity": schema(text("id", "c"), text("account_id", "c")),
			"aws_region":          schema(text("id", "c"), text("name", "oc")),
			"aws_partition":       schema(text("id", "c"), text("partition", "c"), text("dns_suffix", "c")),
		},
	}, nil
}

func (provider) PrepareProviderConfig(_ context.Context, request *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (provider) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (provider) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (provider) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func main() {
	serve := func() tfprotov5.ProviderServer { return provider{} }
	if err := tf5server.Serve("registry.terraform.io/hashicorp/aws", serve); err != nil {
		log.Fatal(err)
	}
}
