package dev.sextant.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuDiscoveryIT {

    private static final String TWO_GPUS =
            """
            #!/bin/sh
            [ "$1" = --query-gpu=index,uuid ] || exit 9
            echo '0, GPU-aaaa'
            echo '1, GPU-bbbb'
            """;

    @TempDir
    private Path directory;

    @Test
    void listsEveryGpuAsSparkReadsIt() throws Exception {
        assertThat(discover(TWO_GPUS, Map.of("CUDA_VISIBLE_DEVICES", "")).out())
                .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}\n");
    }

    @Test
    void keepsToTheGpusThatTheBatchSystemGave() throws Exception {
        assertThat(discover(TWO_GPUS, Map.of("CUDA_VISIBLE_DEVICES", "1")).out())
                .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"1\"]}\n");
        assertThat(discover(TWO_GPUS, Map.of("CUDA_VISIBLE_DEVICES", "GPU-aaaa"))
                        .out())
                .isEqualTo("{\"name\": \"gpu\", \"addresses\": [\"0\"]}\n");
    }

    @Test
    void saysWhyWhenTheDriverDoesNotAnswer() throws Exception {
        Distribution.Outcome outcome = discover("#!/bin/sh\necho 'No devices were found'\nexit 6\n", Map.of());

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.err()).contains("No devices were found");
    }

    private Distribution.Outcome discover(String nvidiaSmi, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path tools = Distribution.script(directory.resolve("tools/nvidia-smi"), nvidiaSmi)
                .getParent();
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", tools + ":" + System.getenv("PATH"));
        return Distribution.run(directory, all, Distribution.built().home().resolve("gpu/discover-gpus"));
    }
}
