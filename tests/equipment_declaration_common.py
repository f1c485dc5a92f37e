import io

from PIL import Image

from .equipment_common import EquipmentMixin
from .public_common import PublicCase

LIST = "/my/rendezvous/equipment"
NEW = f"{LIST}/new"


def _picture(size=(40, 30), kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, "#336699").save(buffer, kind)
    return buffer.getvalue()


PNG = _picture()


class DeclarationCase(EquipmentMixin, PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.create_catalogue()
        cls.parent.write({"rendezvous_declare_equipment": True, "rendezvous_other_brands": False})

    def setUp(self):
        super().setUp()
        self.log_in()

    def values(self, **values):
        return {
            "category": str(self.category.id),
            "brand": str(self.brand.id),
            "model": "Hydro 25",
            "serial": "SN 12-34",
            "installation_date": "2025-02-03",
            **values,
        }

    def declare(self, files=None, **values):
        return self.post(NEW, self.values(**values), files=files)

    def declared(self):
        return self.env["rendezvous.equipment"].search([("company_id", "=", self.parent.id)])

    def assertDeclared(self, response):
        self.assertEqual(response.status_code, 303)
        [piece] = self.declared()
        return piece

    def assertRefused(self, response, words, pieces=0):
        tree = self.tree(response)
        self.assertIn(words, self.words(tree, "//*[@role='alert']"))
        self.assertEqual(len(self.declared()), pieces)
        return tree
