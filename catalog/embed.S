// The packed catalogue as read-only data.
    .section .rodata
    .balign 16
    .global berm_catalog_image
    .global berm_catalog_image_end
    .type berm_catalog_image, @object
berm_catalog_image:
    .incbin BERM_CATALOG_IMAGE
berm_catalog_image_end:
    .size berm_catalog_image, . - berm_catalog_image
    .section .note.GNU-stack, "", @progbits
