package dev.sextant.worker.image.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.Resize;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The names of feature files are hashes of these texts. If a text changes, a host computes all features again. */
class FeatureFileNameTest {
    @Test
    void derivesFromTheTextOfTheDecoder() {
        assertThat(new ImageDecoder(64, Channels.COLOR, Resize.CROP, 1000))
                .hasToString("ImageDecoder[size=64, channels=COLOUR, resize=CROP, maxPixels=1000]");
        assertThat(new ImageDecoder(32, Channels.GRAY, Resize.STRETCH, 1000))
                .hasToString("ImageDecoder[size=32, channels=GREY, resize=STRETCH, maxPixels=1000]");
    }

    @Test
    void derivesFromTheTextOfThePreprocessing() {
        assertThat(Preprocessing.named("caffe"))
                .hasToString("Preprocessing[bgr=true, scale=1.0, mean=[103.939, 116.779, 123.68], deviation=[1.0]]");
    }

    @Test
    void derivesFromTheTextOfTheAugmentation() throws Exception {
        AugmentationSettings light = AugmentationSettings.of(
                Trials.settings(Path.of("images"), new TreeMap<>(Map.of("augmentation", "light"))), 0);
        assertThat(light.augmenter())
                .hasToString("Augmentation[rotation=10.0, shift=0.05, shear=0.0, zoomMin=0.9, zoomMax=1.1, "
                        + "flipHorizontal=true, flipVertical=false, crop=1.0, brightness=0.1, contrast=0.1, "
                        + "saturation=0.1, erasing=0.0, fill=REFLECT]");
    }
}
