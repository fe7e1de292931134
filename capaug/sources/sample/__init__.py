"""The embedded sample: captions of imagined photographs, in the annotation format of COCO."""
