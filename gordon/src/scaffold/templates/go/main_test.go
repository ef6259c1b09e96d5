package main

import (
	"context"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

func TestHandle(t *testing.T) {
	for name, want := range map[string]string{
		"":    `{"message":"Hello, world!"}`,
		"Ada": `{"message":"Hello, Ada!"}`,
	} {
		event := events.APIGatewayV2HTTPRequest{QueryStringParameters: map[string]string{"name": name}}
		answer, err := handle(context.Background(), event)
		if err != nil || answer.StatusCode != 200 || answer.Body != want {
			t.Errorf("%q: got %v, %v; want %s", name, answer, err, want)
		}
	}
}
