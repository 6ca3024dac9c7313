package sandbox

import (
	"fmt"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// ChartMemory reads a memory limit in bytes from the chart's values, such as that at webhook.resources.limits.memory.
func ChartMemory(file, value string) (int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var values map[string]any
	if err := yaml.Unmarshal(text, &values); err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	limit, found, err := unstructured.NestedString(values, strings.Split(value, ".")...)
	if err != nil || !found {
		return 0, fmt.Errorf("%s has no text at %s", file, value)
	}
	quantity, err := resource.ParseQuantity(limit)
	if err != nil {
		return 0, fmt.Errorf("%s: %s: %w", file, value, err)
	}
	return quantity.Value(), nil
}
