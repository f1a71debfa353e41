/**
 * The {@code image-classifier} trainer: folders of images in, a Deeplearning4j classifier out.
 *
 * <p>The way of an image: {@link dev.sextant.worker.image.ImageFolder} lists it, {@link
 * dev.sextant.worker.image.ImageDecoder} turns it into bytes of one size, {@link dev.sextant.worker.image.PixelStore} keeps
 * these for all trials of this process, {@link dev.sextant.worker.image.FeatureStore} turns them into what the frozen part
 * of a backbone makes of them, {@link dev.sextant.worker.image.ValidationSplit} says who learns and who is asked, and
 * {@link dev.sextant.worker.image.ImageClassifierTrainer} trains and measures.
 *
 * <p>The way of a network: {@link dev.sextant.worker.image.Backbone} is read, {@link
 * dev.sextant.worker.image.BackboneLayout} finds where it can be cut, {@link dev.sextant.worker.image.ClassifierNetwork}
 * draws up what is trained in each {@link dev.sextant.worker.image.Phase}, {@link dev.sextant.worker.image.TrainingPhase}
 * takes the steps, and {@link dev.sextant.worker.image.ModelFile} keeps it. Files of Keras become networks in {@link
 * dev.sextant.worker.image.keras}.
 *
 * <p>After the training: {@link dev.sextant.worker.image.SavedClassifier} answers about images, {@link
 * dev.sextant.worker.image.Evaluation} and {@link dev.sextant.worker.image.Ensemble} make of its {@link
 * dev.sextant.worker.image.Answers} what people ask, {@link dev.sextant.worker.image.Refit} trains once more on all images,
 * and {@link dev.sextant.worker.image.clean} doubts labels.
 */
package dev.sextant.worker.image;
