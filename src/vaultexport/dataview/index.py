"""x"""
class PageObject(dict):
    path=''
class ItemObject(dict):
    own_fields={}
