package dev.sextant.worker.image.inference;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.backbone.GraphCopy;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.train.ClassifierNetwork;
import dev.sextant.worker.image.train.ClassifierRevision;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.ModelFile;
import dev.sextant.worker.image.train.ModelNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Assembles the network of a saved classifier: the frozen part of the backbone and the trained network above it. */
final class InferenceNetwork {
    private InferenceNetwork() {}

    /**
     * Reads one network from images to probabilities, in Deeplearning4j's own layers. It gets the weights of the best
     * epoch if the checkpoint holds them.
     *
     * @param checkpoint checkpoint of the trained network
     * @param note note in the checkpoint
     * @param settings settings of the trial, which name the backbone
     * @throws IllegalArgumentException if the backbone is missing or not the one that the model was trained with
     */
    static ComputationGraph read(Path checkpoint, ModelNote note, ClassifierSettings settings)
            throws IOException, InterruptedException {
        ComputationGraph trained = ModelFile.network(checkpoint);
        return note.frozen().vertex().isEmpty() ? trained : withBackbone(note, settings, trained);
    }

    private static ComputationGraph withBackbone(ModelNote note, ClassifierSettings settings, ComputationGraph trained)
            throws InterruptedException {
        try {
            Backbone backbone = new ClassifierRevision(note.data().revision())
                    .backbone(settings.backbone().orElse(""));
            if (!backbone.sha256().equals(note.data().backbone())) {
                throw new IllegalArgumentException("backbone (" + backbone.uri() + ", SHA-256 " + backbone.sha256()
                        + ") is not the one that the model was trained with ("
                        + note.data().backbone()
                        + "); restore that file");
            }
            try (BackboneNetwork pretrained = backbone.open(note.frozen().folded())) {
                return join(pretrained, note.frozen().vertex(), trained);
            }
        } catch (UnusableData | TrainingFailure e) {
            throw new IllegalArgumentException("backbone " + e.getMessage(), e);
        }
    }

    /** Joins the backbone up to a vertex and the trained network, whose input that vertex becomes. */
    private static ComputationGraph join(BackboneNetwork pretrained, String vertex, ComputationGraph trained) {
        List<String> order = pretrained.layout().order();
        ComputationGraph lower = pretrained.graph();
        String images = lower.getConfiguration().getNetworkInputs().get(0);
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs(images)
                .setOutputs(ClassifierNetwork.OUTPUT);
        GraphCopy.copy(
                lower.getConfiguration(), order.subList(0, order.indexOf(vertex) + 1), graph, name -> name, Map.of());
        String input = trained.getConfiguration().getNetworkInputs().get(0);
        List<String> upper = Arrays.stream(trained.topologicalSortOrder())
                .mapToObj(index -> trained.getVertices()[index].getVertexName())
                .filter(name -> !name.equals(input))
                .toList();
        GraphCopy.copy(trained.getConfiguration(), upper, graph, name -> name.equals(input) ? vertex : name, Map.of());
        ComputationGraph whole = new ComputationGraph(graph.build());
        whole.init();
        for (ComputationGraph part : List.of(lower, trained)) {
            GraphCopy.copyWeights(part, whole);
        }
        return whole;
    }
}
