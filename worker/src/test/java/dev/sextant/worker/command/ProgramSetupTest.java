package dev.sextant.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrialContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramSetupTest {
    @TempDir
    private Path folder;

    @Test
    void keepsTheExecutorsSecretsFromTheProgram() {
        Map<String, String> executor = Map.of(
                "PATH", "/bin",
                "LC_ALL", "C.UTF-8",
                "PGPASSWORD", "hunter2",
                "SEXTANT_DB", "jdbc:postgresql://db/?password=hunter2",
                "AWS_SECRET_ACCESS_KEY", "hunter2",
                "HF_HOME", "/models");

        Map<String, String> environment =
                setup("cpu", Map.of("pass_environment", List.of("HF_HOME"))).environment(executor);

        assertThat(environment)
                .containsEntry("PATH", "/bin")
                .containsEntry("LC_ALL", "C.UTF-8")
                .containsEntry("HF_HOME", "/models")
                .doesNotContainKeys("PGPASSWORD", "SEXTANT_DB", "AWS_SECRET_ACCESS_KEY");
        assertThat(environment.values()).noneMatch(value -> value.contains("hunter2"));
    }

    @Test
    void showsTheProgramEachGpuOfItsTrial() throws Exception {
        assertThat(setup("gpu 2,3", Map.of()).environment(Map.of())).containsEntry("CUDA_VISIBLE_DEVICES", "2,3");
    }

    @Test
    void tellsTheProgramItsDeviceAndThreads() {
        assertThat(setup("gpu 1 (NVIDIA H100)", Map.of()).environment(Map.of("CUDA_VISIBLE_DEVICES", "0")))
                .containsEntry("CUDA_VISIBLE_DEVICES", "1")
                .containsEntry("SEXTANT_DEVICE", "gpu 1 (NVIDIA H100)")
                .containsEntry("SEXTANT_THREADS", "3")
                .containsEntry("OMP_NUM_THREADS", "3");
    }

    @Test
    void writesTheConfigurationAsJson() throws Exception {
        setup("cpu", Map.of("learning_rate", 0.001, "layers", 2L, "optimizer", "adam", "nesterov", true))
                .write();

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        assertThat(json.path("settings").toString())
                .isEqualTo("{\"layers\":2,\"learning_rate\":0.001,\"nesterov\":true,\"optimizer\":\"adam\"}");
        assertThat(json.path("seed").longValue()).isEqualTo(42);
        assertThat(json.path("from_epoch").intValue()).isEqualTo(3);
        assertThat(json.path("to_epoch").intValue()).isEqualTo(9);
        assertThat(json.path("resume_from").textValue())
                .isEqualTo(folder.resolve("epoch-3").toString());
    }

    @Test
    void fillsInSettingsWhateverTheirNames() throws Exception {
        Map<String, Object> settings = Map.of(
                "model.lr",
                0.1,
                "num-layers",
                3L,
                "optimizer/wd",
                0.01,
                "learning rate",
                0.2,
                "größe",
                "S",
                "seed",
                7L);

        assertThat(command(
                        2,
                        settings,
                        "--lr={model.lr}",
                        "{num-layers}",
                        "{optimizer/wd}",
                        "{learning rate}",
                        "{größe}",
                        "{seed}",
                        "{to_epoch}"))
                .containsExactly("--lr=0.1", "3", "0.01", "0.2", "S", "7", "9");
    }

    @Test
    void leavesBracesOfJsonAndEscapedOnes() throws Exception {
        assertThat(command(2, Map.of("lr", 0.1), "{\"a\": {\"lr\": {lr}}}", "\\{lr}", "a}b"))
                .containsExactly("{\"a\": {\"lr\": 0.1}}", "{lr}", "a}b");
    }

    @Test
    void passesAllSettingsAsArguments() throws Exception {
        Map<String, Object> settings = Map.of("lr", 0.1, "model.depth", 3L, "sizes", List.of(1, 2), "nesterov", true);

        assertThat(command(2, settings, "{args}", "end"))
                .containsExactly("--lr=0.1", "--model.depth=3", "--nesterov=true", "--sizes=[1,2]", "end");
    }

    @Test
    void studiesThatExistKeepTheRulesTheyBeganWith() throws Exception {
        assertThat(command(1, Map.of("lr", 0.1, "a.b", 2L), "{lr}", "{a.b}", "\\{lr}", "{\"a\": 1}"))
                .containsExactly("0.1", "{a.b}", "\\0.1", "{\"a\": 1}");
    }

    private List<String> command(int revision, Map<String, Object> settings, String... words) throws Exception {
        TreeMap<String, Object> all = new TreeMap<>(settings);
        all.put("command", List.of(words));
        return setup("cpu", all, revision).arguments();
    }

    private ProgramSetup setup(String device, Map<String, Object> settings) {
        TreeMap<String, Object> all = new TreeMap<>(settings);
        all.put("command", List.of("python3", "train.py"));
        return setup(device, all, 2);
    }

    private ProgramSetup setup(String device, Map<String, Object> settings, int revision) {
        TrialContext context = new TrialContext(
                "moons",
                4,
                42,
                new Settings(new TreeMap<>(settings)),
                "accuracy",
                3,
                9,
                27,
                device,
                3,
                folder,
                folder.resolve("cache"),
                List.of(27),
                revision);
        return new ProgramSetup(context, folder, 3, Optional.of(folder.resolve("epoch-3")));
    }
}
